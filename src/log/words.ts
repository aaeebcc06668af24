/** What `probity verify` says of each finding, in the reader's language. */
import { isUnknown, type Finding, type FindingCode } from './finding.ts'

export type Language = 'zh' | 'en'
export type Words = { readonly en: string; readonly zh: string }
type Facts = Readonly<Record<string, string>>

const tile = { en: (f: Facts) => `tile ${f.number} of level ${f.level}`, zh: (f: Facts) => `第 ${f.level} 层第 ${f.number} 号瓦片` }
const quoted = (said: string | undefined, open: string, close: string) => (said ? `${open}${said}${close}` : '')

const sentences: Record<FindingCode, (f: Facts) => Words> = {
  signature: (f) => ({
    en: `The checkpoint over ${f.size} acts bears the valid signature of ${f.origin}.`,
    zh: `覆盖 ${f.size} 个行为的检查点带有 ${f.origin} 的有效签名。`,
  }),
  root: (f) => ({
    en: `The tree was recomputed from its tiles and gives the signed root ${f.root}.`,
    zh: `由瓦片重算全树，所得根与签名的根一致：${f.root}。`,
  }),
  edge: (f) => ({
    en: `The edge of the tree gives the signed root ${f.root}.`,
    zh: `树的边缘所得的根与签名的根一致：${f.root}。`,
  }),
  entries: (f) => ({
    en: `All ${f.leaves} entries are there, and they are the ones the tree was built over.`,
    zh: `全部 ${f.leaves} 个条目俱在，且正是该树所依据的条目。`,
  }),
  consistency: (f) => ({
    en: `The log of ${f.from} acts under the earlier checkpoint is the unchanged beginning of the one of ${f.to} acts now.`,
    zh: `较早检查点所覆盖的 ${f.from} 个行为，原样是现在 ${f.to} 个行为的日志的开头。`,
  }),
  'nothing-before': (f) => ({
    en: `The earlier checkpoint covered no act. Every log begins so: it proves nothing about the ${f.to} acts now.`,
    zh: `较早的检查点未覆盖任何行为。任何日志都由此开始，因而对现在的 ${f.to} 个行为不能证明什么。`,
  }),
  'first-seen': (f) => ({
    en: `First contact: there is no earlier checkpoint to compare this one with (${f.size} acts).`,
    zh: `首次核验：没有更早的检查点可与本次的（${f.size} 个行为）比对。`,
  }),
  unchanged: (f) => ({ en: `The same ${f.size} acts and the same root as under the earlier checkpoint.`, zh: `与较早的检查点相同：${f.size} 个行为，同一个根。` }),
  inclusion: (f) => ({ en: `Leaf ${f.leaf} stands in the signed log of ${f.size} acts.`, zh: `第 ${f.leaf} 号叶在已签名的 ${f.size} 个行为的日志之中。` }),
  commitment: (f) => ({ en: `The text of the act at leaf ${f.leaf} is the one committed to.`, zh: `第 ${f.leaf} 号叶的行为文本即当时所承诺的文本。` }),
  'content-erased': (f) => ({
    en: `The text of the act at leaf ${f.leaf} is not shown; only its commitment is.`,
    zh: `第 ${f.leaf} 号叶的行为文本未出示，仅出示其承诺值。`,
  }),
  'checkpoint-malformed': () => ({ en: 'What is served as checkpoint is no signed checkpoint.', zh: '所提供的检查点不是签名检查点。' }),
  'checkpoint-unsigned': (f) => ({ en: `The checkpoint is not signed by the log's key (${f.key}).`, zh: `检查点没有该日志密钥（${f.key}）的签名。` }),
  'checkpoint-forged': (f) => ({
    en: `The checkpoint claims the key of ${f.key}, and the signature is false.`,
    zh: `检查点自称由 ${f.key} 的密钥签名，而签名不成立。`,
  }),
  rollback: (f) => ({
    en: `The log has shrunk: ${f.from} acts were signed before, now only ${f.to} are shown (rollback).`,
    zh: `日志变短：此前签名的有 ${f.from} 个行为，现只出示 ${f.to} 个（回退）。`,
  }),
  'split-view': (f) => ({
    en: `Two different logs of ${f.to} acts bear the same signature: root ${f.was} then, ${f.is} now (split view).`,
    zh: `同为 ${f.to} 个行为，却有两份不同的签名日志：较早的根为 ${f.was}，这次为 ${f.is}（分裂视图）。`,
  }),
  'history-rewritten': (f) => ({
    en: `The past was rewritten: the first ${f.from} acts gave root ${f.was} under the earlier checkpoint and give ${f.is} now.`,
    zh: `过去被改写：前 ${f.from} 个行为在较早的检查点中根为 ${f.was}，现为 ${f.is}。`,
  }),
  'consistency-unproven': (f) => ({
    en: `The tiles do not show that the ${f.from} acts under the earlier checkpoint are the beginning of the ${f.to} acts now.`,
    zh: `瓦片不能表明较早检查点所覆盖的 ${f.from} 个行为是现在 ${f.to} 个行为的开头。`,
  }),
  'origin-changed': (f) => ({
    en: `This address showed the log ${f.was} before and shows ${f.is} now. If a new log was announced, name its key with --key.`,
    zh: `此地址此前是日志 ${f.was}，现在是 ${f.is}。如确已公告启用新日志，请用 --key 指明其密钥。`,
  }),
  successor: (f) => ({
    en: `The log ${f.was} goes on as ${f.is} since ${f.on}, after ${f.size} acts; its earlier key signed this. The reason given: ${f.reason}`
      + (/[.。!！?？]$/.test(f.reason ?? '') ? '' : '.'),
    zh: `日志 ${f.was} 自 ${f.on} 起以 ${f.is} 继续，此前有 ${f.size} 个行为；声明由原密钥签名。所述理由：${(f.reason ?? '').replace(/[.。]$/, '')}。`,
  }),
  'successor-unsigned': (f) => ({
    en: `The log ${f.was} is said to go on as ${f.is} since ${f.on}, after ${f.size} acts, and its earlier key did not sign this (reason given: ${f.reason}). `
      + 'Compare the new key with one published elsewhere, and name it with --key.',
    zh: `据称日志 ${f.was} 自 ${f.on} 起以 ${f.is} 继续，此前有 ${f.size} 个行为，但原密钥未签名（所述理由：${f.reason}）。请将新密钥与他处公布的比对，并用 --key 指明。`,
  }),
  'successor-forged': (f) => ({
    en: `A statement that the log ${f.was} goes on as ${f.is} claims its earlier key, and the signature is false.`,
    zh: `日志 ${f.was} 以 ${f.is} 继续的声明自称由原密钥签名，而签名不成立。`,
  }),
  'successor-shorter': (f) => ({
    en: `The earlier key had signed ${f.signed} acts, and the log goes on after ${f.size}: what came between is lost.`,
    zh: `原密钥曾签署 ${f.signed} 个行为，而日志自 ${f.size} 个行为之后继续：其间的行为已丢失。`,
  }),
  'root-differs': (f) => ({
    en: `The tiles give root ${f.recomputed}; signed was ${f.signed}.`,
    zh: `由瓦片所得的根为 ${f.recomputed}，而签名的根为 ${f.signed}。`,
  }),
  'tile-missing': (f) => ({
    en: `${upper(tile.en(f))} is not served${quoted(f.said, ' (', ')')}.`,
    zh: `${tile.zh(f)}未提供${quoted(f.said, '（', '）')}。`,
  }),
  'tile-malformed': (f) => ({
    en: `${upper(tile.en(f))} has ${f.bytes} bytes instead of ${f.expected}.`,
    zh: `${tile.zh(f)}为 ${f.bytes} 字节，应为 ${f.expected} 字节。`,
  }),
  'tile-differs': (f) => (f.hash === undefined
    ? { en: `${upper(tile.en(f))} does not lead to the hash above it.`, zh: `${tile.zh(f)}与其上一层的散列值不符。` }
    : {
        en: `${upper(tile.en(f))} was changed: its hash ${f.hash} is not the one signed.`,
        zh: `${tile.zh(f)}被改动：其中编号 ${f.hash} 的散列值不是签名所涵盖的值。`,
      }),
  'entries-missing': (f) => ({
    en: `The entries of leaves ${f.from} to ${f.to} are not served${quoted(f.said, ' (', ')')}.`,
    zh: `第 ${f.from} 至 ${f.to} 号叶的条目未提供${quoted(f.said, '（', '）')}。`,
  }),
  'entry-missing': (f) => ({ en: `The entry of leaf ${f.leaf} is gone from the log.`, zh: `日志中第 ${f.leaf} 号叶的条目已不在。` }),
  'entry-malformed': (f) => ({ en: `The entry of leaf ${f.leaf} is not written as an entry.`, zh: `第 ${f.leaf} 号叶的条目格式不符。` }),
  'entry-differs': (f) => ({
    en: `The entry of leaf ${f.leaf} was altered: it is not the one signed.`,
    zh: `第 ${f.leaf} 号叶的条目被改动，不是签名所涵盖的条目。`,
  }),
  'leaf-disputed': (f) => ({
    en: `Leaf ${f.leaf}: entry and tile differ, and neither leads to the signed root.`,
    zh: `第 ${f.leaf} 号叶：条目与瓦片不一致，且二者均不能得出签名的根。`,
  }),
  'and-more': (f) => ({ en: `And ${f.count} more of this kind.`, zh: `另有 ${f.count} 处。` }),
  'checkpoint-behind': (f) => ({
    en: `The log serves tiles of more than the ${f.size} acts its newest checkpoint covers: a later checkpoint is held back or was removed.`,
    zh: `日志的瓦片已超出其最新检查点所覆盖的 ${f.size} 个行为：更新的检查点被隐去或者删除。`,
  }),
  'acts-same': (f) => ({
    en: `Recomputed from the acts as the register holds them now, ${f.count} entries are the ones signed.`,
    zh: `由登记中现存的行为重算，${f.count} 个条目与签名所涵盖的一致。`,
  }),
  'acts-unread': (f) => ({
    en: `What the acts at leaves ${f.from} to ${f.to} say now could not be asked${quoted(f.said, ' (', ')')}.`,
    zh: `未能取得第 ${f.from} 至 ${f.to} 号叶的行为的现状${quoted(f.said, '（', '）')}。`,
  }),
  'act-missing': (f) => ({
    en: `The act at leaf ${f.leaf} is gone: the log has its hash, the register no longer has act ${f.act}.`,
    zh: `第 ${f.leaf} 号叶的行为已不在：日志中有其散列值，登记中已无第 ${f.act} 号行为。`,
  }),
  'act-differs': (f) => ({
    en: `The act at leaf ${f.leaf} was altered: its text, its head or its place is not what was signed${quoted(f.act, ' (act ', ')')}.`,
    zh: `第 ${f.leaf} 号叶的行为被改动：其文本、抬头或者位置与签名时不同${quoted(f.act, '（第 ', ' 号行为）')}。`,
  }),
  'act-unplaced': (f) => ({ en: `The register names no act for leaf ${f.leaf}: its place in the log was removed.`, zh: `登记未指明第 ${f.leaf} 号叶的行为：其在日志中的位置已被删除。` }),
  'group-differs': (f) => ({
    en: `Act ${f.act} at leaf ${f.leaf} is as it was signed, and the entry kept beside it is not.`,
    zh: `第 ${f.leaf} 号叶的第 ${f.act} 号行为与签名时相同，而与其一同保存的条目不同。`,
  }),
  'content-missing': (f) => ({
    en: `The content of the act at leaf ${f.leaf} (act ${f.act}) is gone, and no act of erasure names it.`,
    zh: `第 ${f.leaf} 号叶的行为（第 ${f.act} 号）内容已不在，且没有删除该内容的行为。`,
  }),
  'contents-missing': (f) => ({
    en: `Contents of acts that are gone without an act of erasure: ${f.count}. A full audit names them.`,
    zh: `未经删除行为而缺失的行为内容：${f.count} 件。全面核验可逐一指明。`,
  }),
  erasures: (f) => ({ en: `Contents destroyed by acts of erasure that stand in the log: ${f.count}.`, zh: `由日志中的删除行为销毁的内容：${f.count} 件。` }),
  'erasure-unproven': (f) => ({
    en: `An act of erasure at leaf ${f.leaf} is shown that the log does not hold.`, zh: `所出示的第 ${f.leaf} 号叶的删除行为不在日志之中。`,
  }),
  'stored-same': (f) => ({
    en: `Groups, places and ${f.checkpoints} checkpoints agree with the acts${f.tables === undefined ? `, and so do ${f.records} records as they are kept for showing.`
      : `. Made again from the acts, ${f.tables} tables are the same in every row and column: organisations and their names, ${f.records} records, marks, cases, letters, `
        + 'clocks, recalls, inquiries, oversight, statements, and who may act: units, machine clients, memberships, mailboxes, addresses for news. '
        + 'Not compared: who received what, and workspaces (sign-in, deliveries, files, attempts to send).'}`,
    zh: `行为组、在日志中的位置、${f.checkpoints} 个检查点与行为一致${f.tables === undefined ? `，供展示的 ${f.records} 条信息亦与行为一致。`
      : `。由行为重新生成的 ${f.tables} 张表逐行逐列相同：组织及其名称、${f.records} 条信息、标注、案件、函件、期限、召回、查询、监督、说明，`
        + '以及谁可以办理：单位、机器客户端、成员、信箱、消息地址。未比对：谁收到过什么，以及工作区（登录、交付、文件、发送）。'}`,
  }),
  'act-unlogged': (f) => ({
    en: `${f.count} acts from act ${f.act} on are neither in the log nor waiting for it: they would never be provable.`,
    zh: `自第 ${f.act} 号起的 ${f.count} 个行为既不在日志之中，也不在等候写入之列，将永远无法证明。`,
  }),
  'act-ungrouped': (f) => ({ en: `Act ${f.act} belongs to no group: nobody is named who did it.`, zh: `第 ${f.act} 号行为不属于任何行为组，未记明由谁作出。` }),
  'bundle-differs': (f) => ({
    en: `The stored entries of leaves ${f.from} to ${f.to} are not those their acts were recorded with.`,
    zh: `所存第 ${f.from} 至 ${f.to} 号叶的条目与行为记录时的条目不同。`,
  }),
  'closed-differs': (f) => ({ en: `Fields of act ${f.act} that are not public were altered.`, zh: `第 ${f.act} 号行为的非公开字段被改动。` }),
  'projection-differs': (f) => ({
    en: f.table === undefined ? `Record ${f.record} as it is kept for showing is not what its acts say (act ${f.act}). “probity rebuild” puts it right.`
      : `${f.table} ${f.key}: ${f.found === 'surplus' ? 'no act says so' : f.found === 'missing' ? 'missing, though the acts say so'
        : `other than the acts say: ${f.columns}`}. “probity rebuild” puts it right.`,
    zh: f.table === undefined ? `供展示的第 ${f.record} 号信息与其行为（第 ${f.act} 号）不一致。可以“probity rebuild”更正。`
      : `${f.table} ${f.key}：${f.found === 'surplus' ? '没有行为依据' : f.found === 'missing' ? '行为已载明，表中没有' : `与行为不符的列：${f.columns}`}。可以“probity rebuild”更正。`,
  }),
  'projections-differ': (f) => ({
    en: `${f.table}: ${f.count} rows in all are not what the acts say. “probity rebuild --compare” counts them.`,
    zh: `${f.table}：共有 ${f.count} 行与行为不符。可以“probity rebuild --compare”清点。`,
  }),
  'act-unprojectable': (f) => ({
    en: `Act ${f.act} does not say what an act of its kind says; it is left out of what is compared.`,
    zh: `第 ${f.act} 号行为的内容不是该类行为应有的内容，比对时已将其除外。`,
  }),
  unaudited: (f) => ({
    en: `What is stored could not be compared in part (${f.part}); the server’s log says why. The other parts were.`,
    zh: `所存内容有一部分（${f.part}）未能比对，原因见服务器日志；其他部分已比对。`,
  }),
  'head-differs': (f) => ({
    en: `The group of act ${f.act} is kept as of another kind or another moment than its signed head says.`,
    zh: `第 ${f.act} 号行为所在的行为组，所存种类或者时刻与其已签名的抬头不同。`,
  }),
  'subject-differs': (f) => ({
    en: `Act ${f.act} is kept under an organisation other than the one it says it is about.`, zh: `第 ${f.act} 号行为所属的组织与其自身内容所指不同。`,
  }),
  'checkpoints-gone': (f) => ({
    en: `The log serves no checkpoint any more, and had signed ${f.size} acts: all its checkpoints were removed.`,
    zh: `日志不再提供任何检查点，而它曾签署过 ${f.size} 个行为：检查点已被全部删除。`,
  }),
  'checkpoint-differs': (f) => ({
    en: `The stored checkpoint over ${f.size} acts was replaced: it is not what this log signed.`, zh: `所存覆盖 ${f.size} 个行为的检查点被替换，不是本日志所签名的检查点。`,
  }),
  'checkpoint-removed': (f) => ({ en: `The checkpoint over ${f.size} acts was removed.`, zh: `覆盖 ${f.size} 个行为的检查点被删除。` }),
  'last-word-longer': (f) => ({
    en: `The log's key has signed ${f.was} acts, and this database holds ${f.is}: nothing is signed. Bring back the newer database, or, where it is lost, `
      + 'begin a stated successor with “probity log successor”.',
    zh: `日志密钥已签署过 ${f.was} 个行为，而本数据库只有 ${f.is} 个，因此不再签署。请恢复较新的数据库；确已丢失的，以“probity log successor”公开声明后继日志。`,
  }),
  'last-word-differs': (f) => ({
    en: `The log's key has signed other ${f.size} acts than this database holds: nothing is signed. Bring back the database of that log (${f.origin}), or, where it is lost, `
      + 'begin a stated successor with “probity log successor”.',
    zh: `日志密钥所签署的 ${f.size} 个行为（${f.origin}）与本数据库所存不同，因此不再签署。请恢复该日志的数据库；确已丢失的，以“probity log successor”公开声明后继日志。`,
  }),
  'last-word-damaged': (f) => ({
    en: `The file that remembers what the log's key signed last cannot be read (${f.file}): bring it back from your backup. Nothing is signed until then.`,
    zh: `记载日志密钥最后一次签署的文件无法读取（${f.file}）：请从备份恢复。此前不再签署。`,
  }),
  'proof-malformed': (f) => (f.leaf === undefined
    ? { en: 'What is served is no proof of a record.', zh: '所提供的内容不是信息证明。' }
    : { en: `The proof of leaf ${f.leaf} is not written as a proof.`, zh: `第 ${f.leaf} 号叶的证明格式不符。` }),
  'nothing-proved': (f) => ({
    en: `The proof of leaf ${f.leaf} comes with a log that holds no act: nothing can be proved from it.`,
    zh: `第 ${f.leaf} 号叶的证明所附日志没有任何行为，由它不能证明什么。`,
  }),
  'inclusion-fails': (f) => ({
    en: `The proof does not place leaf ${f.leaf} in the signed log of ${f.size} acts.`,
    zh: `该证明不能表明第 ${f.leaf} 号叶在已签名的 ${f.size} 个行为的日志之中。`,
  }),
  'commitment-fails': (f) => ({
    en: `The text shown for leaf ${f.leaf} is not the one in the signed log of ${f.size} acts.`,
    zh: `所出示的第 ${f.leaf} 号叶的文本，不是已签名的 ${f.size} 个行为的日志中的文本。`,
  }),
  'entry-same': (f) => ({
    en: `The register still holds the act at leaf ${f.leaf}, and it gives the same entry.`,
    zh: `登记中现仍有第 ${f.leaf} 号叶的行为，由它所得的条目相同。`,
  }),
  path: (f) => ({
    en: `The way from the act up to the signed root was recomputed from the tiles (acts: ${f.count}).`,
    zh: `由瓦片重算了从行为到签名的根的路径（行为数：${f.count}）。`,
  }),
  'record-same': (f) => ({ en: `Record ${f.record} is shown as its act has it.`, zh: `第 ${f.record} 号信息的公示内容与其行为一致。` }),
  'record-recoded': (f) => ({
    en: `Record ${f.record} is shown as its act has it; the organisation had the code ${f.code} then.`,
    zh: `第 ${f.record} 号信息的公示内容与其行为一致；当时该组织的代码为 ${f.code}。`,
  }),
  'records-same': (f) => ({ en: `Records that are exactly as their acts have them: ${f.count}.`, zh: `与其行为完全一致的信息：${f.count} 条。` }),
  'record-ended': (f) => ({
    en: `Record ${f.record} is no longer shown. Its act stands in the log; what it said is not disclosed, and so was not compared.`,
    zh: `第 ${f.record} 号信息已停止公示。其行为仍在日志之中，内容不再披露，因而未作比对。`,
  }),
  superseded: (f) => ({
    en: `Version ${f.was} of record ${f.record} was superseded by version ${f.is}; the earlier content is not disclosed any more.`,
    zh: `第 ${f.record} 号信息的第 ${f.was} 版已由第 ${f.is} 版取代，旧版内容不再披露。`,
  }),
  'standing-current': (f) => ({ en: `${held(f).en} is the version shown today.`, zh: `${held(f).zh}即今日公示的版本。` }),
  'standing-superseded': (f) => ({
    en: `${held(f).en} was superseded${f.since === '' ? '' : ` on ${f.since}`} by a later version. Use the present one; what the earlier one said is not disclosed any more.`,
    zh: `${held(f).zh}${f.since === '' ? '已' : `已于 ${f.since} `}被更新的版本取代。请以现行版本为准；旧版内容不再披露。`,
  }),
  'standing-ended': (f) => ({
    en: `${held(f).en} is no longer shown${f.since === '' ? '' : ` since ${f.since}`}${quoted(f.rules, ' (', ')')}. Nothing more may be said of it; a copy should not be used or passed on.`,
    zh: `${held(f).zh}${f.since === '' ? '' : `自 ${f.since} 起`}不再公示${quoted(f.rules, '（', '）')}。除此之外不得再作说明；所持副本不应继续使用或者提供给他人。`,
  }),
  'record-differs': (f) => ({
    en: `Record ${f.record} differs from its act in “${f.field}”.`,
    zh: `第 ${f.record} 号信息与其行为不一致：“${f.field}”。`,
  }),
  receipt: (f) => ({ en: `Recomputed, the receipt of ${f.day} is the same: ${f.receipt}.`, zh: `重算所得与 ${f.day} 的回执相同：${f.receipt}。` }),
  'receipt-other': (f) => ({
    en: `The receipt is not the one of what is shown on ${f.day}. A receipt names its day: to check an earlier one, hand in the file of that day.`,
    zh: `该回执不是 ${f.day} 所示内容的回执。回执只对其当日有效：核验较早的回执，请提交当日下载的文件。`,
  }),
  'receipt-differs': (f) => ({ en: `The file gives another receipt than it bears: ${f.is} instead of ${f.was}.`, zh: `由文件所得的回执与其所载不同：所得 ${f.is}，所载 ${f.was}。` }),
  'receipt-logged': (f) => ({
    en: `The register wrote this receipt down on ${f.day}; the act that holds it stands in the log. Who asked is not disclosed.`,
    zh: `登记簿于 ${f.day} 记载了这份回执，载有它的行为在日志之中。由谁查询不予披露。`,
  }),
  'receipt-current': (f) => ({
    en: `Of ${f.of} versions it vouches for, ${f.count} stand as they were shown.`, zh: `回执所涉 ${f.of} 个版本中，${f.count} 个仍与当时所示相同。`,
  }),
  'receipt-superseded': (f) => ({
    en: `Version ${f.version} of record ${f.record}, as it was shown, is superseded since ${f.since}. That is all that may be said of it; do not rely on the copy.`,
    zh: `当时所示第 ${f.record} 号信息的第 ${f.version} 版自 ${f.since} 起已被取代。除此之外不得再作说明；请勿再依据所持副本。`,
  }),
  'receipt-unknown': (f) => ({
    en: `No such receipt was written down${quoted(f.said, ' (', ')')}.`, zh: `没有记载这份回执${quoted(f.said, '（', '）')}。`,
  }),
  'key-missing': () => ({ en: 'There is no verifier key to check signatures with.', zh: '没有可用于验证签名的密钥。' }),
  'proof-missing': (f) => ({
    en: `The register gives nothing to check for ${f.record}${quoted(f.said, ' (', ')')}.`,
    zh: `登记方未提供可供核验的内容：${f.record}${quoted(f.said, '（', '）')}。`,
  }),
  'checkpoint-unchecked': () => ({
    en: 'Who signed the checkpoint could not be checked: this machine knows no Ed25519 signatures, or the page did not come over HTTPS.',
    zh: '无法核验检查点由谁签名：本机不支持 Ed25519 签名，或者网页不是经 HTTPS 取得。',
  }),
  unreachable: (f) => ({
    en: `No answer${quoted(f.said, ' (', ')')}${f.leaves === undefined ? '' : ` after ${f.leaves} of ${f.size} entries`}.`,
    zh: `没有应答${quoted(f.said, '（', '）')}${f.leaves === undefined ? '' : `，此前已核 ${f.leaves}/${f.size} 个条目`}。`,
  }),
}

/** The version in question: by its record, or by its place in the log where only that is known. */
const held = (f: Facts): Words => (f.record === undefined
  ? { en: `What leaf ${f.leaf} records`, zh: `第 ${f.leaf} 号叶所记的信息` } : { en: `Your copy of record ${f.record}`, zh: `您所持的第 ${f.record} 号信息` })

const marks = {
  right: { en: '[in order]', zh: '[相符]' }, wrong: { en: '[WRONG]', zh: '[不符]' }, unknown: { en: '[unknown]', zh: '[未知]' },
} as const

/** One line: a word that says how it stands, and the sentence. */
export function findingLine(finding: Finding, language: Language): string {
  const mark = finding.ok ? marks.right : isUnknown(finding) ? marks.unknown : marks.wrong
  return `${mark[language]} ${sentence(finding, language)}`
}

/** @param number how a number is written */
export function sentence({ code, facts }: Finding, language: Language, number: (n: number) => string = String): string {
  const shown = Object.entries(facts).map(([name, value]) => [name, typeof value === 'number' ? number(value) : plain(value)])
  return sentences[code](Object.fromEntries(shown) as Facts)[language]
}

/** What others wrote may not move the cursor, hide text or flood the screen. */
export function plain(text: string): string {
  const visible = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·')
  return visible.length > 300 ? `${visible.slice(0, 300)}…` : visible
}

const upper = (text: string) => text[0]!.toUpperCase() + text.slice(1)

/** What a check shows and what it cannot show, whatever it found. */
export const limits = {
  'delivery-incomplete': {
    en: 'that authorities delivered everything they should have: what never came in leaves no trace here',
    zh: '各单位应当提供的是否都已提供：从未归集的信息在此不留痕迹',
  },
  'content-false': {
    en: 'that what a record says is true or lawful: only that it has not been changed since it was recorded',
    zh: '信息内容是否真实、合法：所证明的仅是自记录以来未被改动',
  },
  'others-see': {
    en: 'that others are shown the same log: compare your checkpoint with theirs',
    zh: '他人所见的是否为同一日志：请与他人的检查点比对',
  },
  'key-trust': {
    en: 'that the key is the operator\'s: it was taken from this address on first contact. Compare it with one published elsewhere, or name it with --key',
    zh: '密钥是否确属运营机构：首次核验时取自此地址。请与他处公布的密钥比对，或用 --key 指明',
  },
  'not-walked': {
    en: 'the tiles and entries one by one: only the edge of the tree was read. Without --quick everything is',
    zh: '逐一的瓦片与条目：本次只读了树的边缘。不加 --quick 则全部核验',
  },
  'later-acts': {
    en: 'that these are all the acts about this record: the proof holds those the register chose to show',
    zh: '关于该信息的行为是否仅有这些：证明中只有登记方出示的行为',
  },
  'operator-audit': {
    en: 'what is not in a log entry: under which organisation an act is filed, when its group was stored, acts kept out of the log, rights and tables: that is "probity operate audit", run by the operator',
    zh: '日志条目之外的内容：行为归在哪个组织名下、行为组的入库时刻、未写入日志的行为、权限与各表：由运营机构以“probity operate audit”核验',
  },
  'pages-differ': {
    en: 'that pages and answers show what the acts say: compare them with the texts proved here',
    zh: '网页与接口所示是否与行为一致：请与此处已证明的文本比对',
  },
} as const satisfies Record<string, Words>
export type LimitName = keyof typeof limits

export const verdicts = {
  right: { en: 'Nothing that was signed has been changed, removed or hidden, as far as was checked.', zh: '在所核验的范围内，已签名的内容未被改动、删除或隐藏。' },
  wrong: { en: 'TAMPERING FOUND: what is shown is not what was signed.', zh: '发现篡改：所出示的内容与已签名的内容不符。' },
  document: {
    en: 'NOT IN THE LOG: what was handed in does not agree with what the register signed. The register itself was found in order.',
    zh: '与日志不符：所提交的内容与登记方签名的内容不一致。登记方所出示的未见不符。',
  },
  unknown: { en: 'COULD NOT BE VERIFIED: the check was not finished. This says nothing for or against the register.', zh: '未能核验：检查未能完成。这不说明登记有无问题。' },
} as const satisfies Record<string, Words>
