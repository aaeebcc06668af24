/** `probity COMMAND …`: the same acts as on the web, from a terminal. */
import { isNumberTooLarge } from '../http/numbers.ts'
import { soundWords } from './arguments.ts'
import type { CommandIo } from './io.ts'
import { CommandError, terminal } from './io.ts'

type Command = {
  readonly usage: string
  readonly en: string
  readonly zh: string
  readonly load: () => Promise<(args: string[], io: CommandIo) => Promise<number>>
}

const commands: Record<string, Command> = {
  deliver: {
    usage: 'deliver FILE --item ITEM --as UNIT [--mapping NAME] [--key FILE [--client CLIENT]] [--server ADDRESS] [--returned FILE]',
    en: 'deliver a file as a providing unit, with live progress', zh: '以信源单位身份交付文件，实时显示进度',
    load: async () => (await import('./deliver.ts')).deliverCommand,
  },
  deliveries: {
    usage: 'deliveries list|show ID|returned ID|correct ID ROW|mistakes [ID] --as UNIT [--item ITEM] [--state STATE] [--reason CODE] [--set COLUMN=VALUE …] [--why COLUMN=REASON …] [--out FILE]',
    en: 'deliveries of a unit: history, returned rows, correcting one, recurring mistakes', zh: '单位的交付：历史、退回的行、改正一行、反复出现的错误',
    load: async () => (await import('./deliveries.ts')).deliveriesCommand,
  },
  withdraw: {
    usage: 'withdraw RECORD --subject CODE --reason TEXT [--document NUMBER] --as UNIT',
    en: 'take back a record your unit delivered, with its reason', zh: '撤回本单位交付的信息，须写明理由',
    load: async () => (await import('./deliveries.ts')).withdrawCommand,
  },
  template: {
    usage: 'template ITEM [--format csv|xlsx] [--out FILE]',
    en: 'the template of a catalog item', zh: '目录项的交付模板',
    load: async () => (await import('./template.ts')).templateCommand,
  },
  find: {
    usage: 'find TEXT', en: 'find organisations by code or name', zh: '按代码或名称查询组织',
    load: async () => (await import('./find.ts')).findCommand,
  },
  archive: {
    usage: 'archive CODE', en: 'what is on display about an organisation, and why', zh: '一个组织公示中的信息及理由',
    load: async () => (await import('./find.ts')).archiveCommand,
  },
  law: {
    usage: 'law [rules|rule ID|articles PACK|parameters|differences|limits|objection|versions|catalog|preview FOLDER] [--pack PACK] [--search TEXT] [--article N] [--on DAY] [--json] | law load [--yes]',
    en: 'rules, parameters and differences between packs', zh: '规则、参数与各规则包的差异',
    load: async () => (await import('./law.ts')).lawCommand,
  },
  due: {
    usage: 'due RULE --from DAY [--pause DAY..DAY:GROUND] [--pack PACK] [--shipped] [--json]',
    en: 'the due day of a rule, every counted and skipped day', zh: '一条规则的届满日，逐日说明计入与不计入',
    load: async () => (await import('./law.ts')).dueCommand,
  },
  verify: {
    usage: 'verify [ADDRESS|RECEIPT] [--server ADDRESS] [--file PROOF|ARCHIVE|CHECKPOINT] [--quick] [--key VERIFIER-KEY] [--state FILE] [--json]',
    en: 'check the operator: recompute the log, compare with what was seen last time', zh: '核验运营机构：重算日志，并与上次所见比对',
    load: async () => (await import('./verify-command.ts')).verifyCommand,
  },
  generate: {
    usage: 'generate --organisations N [--records ITEM=N …] [--out FOLDER] [--seed N]',
    en: 'believable organisations and records, marked as generated', zh: '生成演示用组织与信息，均注明为生成数据',
    load: async () => (await import('./generate.ts')).generateCommand,
  },
  unit: {
    usage: 'unit register CODE --name NAME --kind KIND --items A,B [--contact TEXT] | unit key UNIT [--out FILE] | unit list',
    en: 'providing units and their machine clients (on the register\'s own machine)', zh: '信源单位及其机器客户端（在登记机上运行）',
    load: async () => (await import('./unit.ts')).unitCommand,
  },
  member: {
    usage: 'member add UNIT|operator --subject SUB [--issuer URL] --role deliver|administer|decide|inquire|operate [--from DAY] [--until DAY] | member add CODE --organisation --mandate DOCUMENT --subject SUB [--issuer URL] | member end UNIT|operator NUMBER | member end-sessions ACCOUNT | member list UNIT|operator',
    en: 'who acts for a unit or the operator; first administrators are made here', zh: '谁代表单位或运行机构办理；首位管理员在此设立',
    load: async () => (await import('./member.ts')).memberCommand,
  },
  security: {
    usage: 'security [--as CODE] [--account N] [--kind KIND …] [--from DAY] [--to DAY] [--limit N] [--csv]',
    en: 'what happened to access: refusals, keys, members, mailboxes', zh: '安全记录：被拒绝的请求，密钥、成员和信箱的变动',
    load: async () => (await import('./security.ts')).securityCommand,
  },
  client: {
    usage: 'client add UNIT --key FILE --proof SIGNATURE [--administer] [--inquire] | client add operator --key FILE --proof SIGNATURE [--operate] | client prove UNIT --key PRIVATE-FILE [--server ADDRESS] | client revoke CLIENT | client list UNIT',
    en: 'machine clients of a unit: public keys registered and revoked', zh: '单位的机器客户端：登记和撤销公钥',
    load: async () => (await import('./client.ts')).clientCommand,
  },
  objection: {
    usage: 'objection list|show CASE [--as CODE] | objection lodge RECORD --as CODE --ground GROUND --text TEXT [--at operator|provider] [--evidence FILE …] '
      + '| objection accept|transfer|resume|close CASE | objection pause CASE --ground GROUND --document DOCUMENT | objection decide CASE --verdict correct|withdraw|keep|unverifiable --reasons TEXT '
      + '| objection ask-review|end-review CASE --way WAY --document DOCUMENT   (--as UNIT acts for a unit; the operator otherwise)',
    en: 'objections: lodge one, see its steps and clocks, pass it on, decide, close', zh: '异议：提出、查看步骤和期限、转交、决定、办结',
    load: async () => (await import('./objection.ts')).objectionCommand,
  },
  recall: {
    usage: 'recall list [--as CODE] | recall show NUMBER | recall acknowledge NUMBER --as CODE [--did changed|deleted|no-copy] '
      + '| recall systems|add-system URL|end-system NUMBER --as CODE | recall published',
    en: 'changes of records that others received: who was told, who has answered; where systems listen', zh: '变动通知：通知了谁、谁已确认；登记接收系统',
    load: async () => (await import('./recall.ts')).recallCommand,
  },
  revocation: {
    usage: 'revocation list [--as UNIT] | revocation register --subject CODE --document NUMBER --ruling NUMBER [--effect revoked|changed|void] [--on DAY] [--provider UNIT] --as UNIT '
      + '| revocation take-back|keep|notify NUMBER [--reasons TEXT] [--document NUMBER] --as UNIT | revocation carry-out NUMBER',
    en: 'rulings that revoke or change what a record rests on, and what its provider does', zh: '信息所依据的文书被撤销、变更：登记文书，提供单位办理',
    load: async () => (await import('./revocation.ts')).revocationCommand,
  },
  consent: {
    usage: 'consent list|grant --to CODE --purpose PURPOSE --categories A,B --until DAY [--tied]|revoke NUMBER|withhold RECORD …|show-again RECORD'
      + '|state --text TEXT [--kind statement|pledge]|unstate RECORD --as CODE',
    en: 'what an organisation lets others see, keeps from view, and says of itself', zh: '授权他人查询、申请不公开、自主声明和承诺',
    load: async () => (await import('./consent.ts')).consentCommand,
  },
  mine: {
    usage: 'mine --as CODE [--format json|csv] [--out FILE]',
    en: 'everything held about an organisation, with its history, as one file', zh: '下载关于一个组织的全部信息及其变动',
    load: async () => (await import('./consent.ts')).mineCommand,
  },
  board: {
    usage: 'board [--csv] | board misses [OFFICE] | board reason ACT --reason TEXT [--as UNIT]',
    en: 'the accountability board: how each office keeps its duties, by month', zh: '问责榜：各机构按月履行职责的情况',
    load: async () => (await import('./board.ts')).boardCommand,
  },
  notices: {
    usage: 'notices list [--sent]|show NUMBER|pdf NUMBER [--out FILE] | notices write TEMPLATE --to CODE --fact NAME=TEXT … | notices served NUMBER --document DOCUMENT --on DAY '
      + '| notices mail NUMBER --address ADDRESS | notices mailbox [--address ADDRESS] [--confirm CODE]   (--as CODE acts for a unit or organisation; the operator otherwise)',
    en: 'letters: those sent and received, as text and PDF; write one, record its service', zh: '告知书：收发、全文和PDF；制发、登记送达',
    load: async () => (await import('./notices.ts')).noticesCommand,
  },
  inquire: {
    usage: 'inquire CODE --as CODE [--ground GROUND] [--purpose PURPOSE] [--reference CASE] [--stated TEXT] [--items A,B] [--counter] [--json] | inquire list --as CODE | inquire case CODE --as UNIT --purpose PURPOSE --reference CASE '
      + '| inquire access [grant UNIT --ground GROUND --document TEXT [--purposes A,B] [--items A,B] [--need TEXT] [--use TEXT] [--from DAY] [--until DAY] | end NUMBER] '
      + '| inquire norms [publish --document TEXT --windows TEXT --windows-en TEXT [--large-from N]] | inquire review FROM TO --outcome TEXT | inquire gaps | inquire omissions',
    en: 'ask what is held of an organisation, on a ground and for a purpose; who may ask; whether a line of the log is missing', zh: '依据和用途明确的查询；谁可以查询；日志有无缺失',
    load: async () => (await import('./inquire.ts')).inquireCommand,
  },
  restore: {
    usage: 'restore list|show CASE [--as CODE] | restore eligibility --as CODE | restore apply RECORD … --as CODE --corrected DAY --text TEXT --commit [--way WAY …] [--ordered-until DAY] '
      + '[--at operator|provider] --evidence FILE … | restore accept CASE | restore return CASE --text TEXT | restore complete CASE --as CODE --text TEXT [--evidence FILE …] '
      + '| restore decide CASE --as UNIT --verdict grant|refuse|exclude --reasons TEXT [--effect EFFECT] [--fulfilled WAY …] [--in-time yes|no] [--provision TEXT] '
      + '| restore exclude|include RECORD --subject CODE --as UNIT --provision TEXT | restore rights RECORD --subject CODE --as UNIT | restore method --sector SECTOR --title TEXT --document NUMBER [--papers TEXT] --from DAY '
      + '| restore restructuring --as CODE --document NUMBER --evidence FILE | restore shield|refuse-shield|end-shield NUMBER [--document TEXT]',
    en: 'restoration of credit: what can be restored and when, apply, pass on, decide, shield', zh: '信用修复：何时可以申请、申请、转交、决定、暂时屏蔽',
    load: async () => (await import('./restoration.ts')).restoreCommand,
  },
  oversight: {
    usage: 'oversight list|cases|show CASE --as UNIT | oversight open CODE --as UNIT --matter MATTER --text FACTS --answer-until DAY [--about miss:N|objection:N|restoration:N|record:CODE:N|feed:ITEM|inquiry:N] '
      + '| oversight answer CASE --as CODE --text TEXT | oversight step CASE --as UNIT --step STEP --on DAY --text RESULT [--document NUMBER] [--until DAY|--days N] [--amount YUAN [--gravity ordinary|serious]] | oversight report CASE --as CODE --text TEXT '
      + '| oversight close CASE --as UNIT --finding breach|no-breach --reasons TEXT | oversight place CODE --role competent-department|government|unit|establishment|association --area AREA --document NUMBER '
      + '[--name NAME] [--name-en NAME] | oversight arrangement --as CODE --contact TEXT --procedure TEXT | oversight no-measure RECORD --as UNIT --subject CODE --reasons TEXT',
    en: 'oversight: what the bodies of an area owe, cases of accountability, decisions to take no measure', zh: '监督：一个地区各单位的逾期职责、问责案件、不采取措施的决定',
    load: async () => (await import('./oversight.ts')).oversightCommand,
  },
  day: {
    usage: 'day', en: 'the daily run: what is due is done, what was missed is caught up', zh: '日终处理：到期即办，漏办补办',
    load: async () => (await import('./operate.ts')).dayCommand,
  },
  operate: {
    usage: 'operate [status] | operate audit | operate unreadable | operate erase-unreadable ACT --reason TEXT | operate returned-rows --days N --office NAME --basis DOCUMENT [--from DAY] | operate renew-token-key',
    en: 'how the register stands, a full audit of its log, how long returned rows wait', zh: '登记簿现状、全面核验日志、退回行留存多久',
    load: async () => (await import('./operate.ts')).operateCommand,
  },
  calendar: {
    usage: 'calendar [load FILE]', en: 'holiday notices loaded; load a new one', zh: '已载入的放假通知；载入新通知',
    load: async () => (await import('./operate.ts')).calendarCommand,
  },
  rebuild: {
    usage: 'rebuild [--compare]', en: 'rebuild the projections from the acts, or compare them', zh: '由行为重建投影，或仅作比对',
    load: async () => (await import('./operate.ts')).rebuildCommand,
  },
  period: {
    usage: 'period list | period set RULE --amount N --unit working-day|day|month|year --office NAME --basis DOCUMENT [--from DAY]',
    en: 'periods the text leaves open, as offices entered them', zh: '条文未规定数字的期限：由机构依据文件设定',
    load: async () => (await import('./office.ts')).periodCommand,
  },
  feeds: {
    usage: 'feeds [--late] | feeds interval UNIT ITEM --minutes N --office NAME --basis DOCUMENT',
    en: 'which unit delivers which item in time, and which is late since when', zh: '各信源单位各目录项的报送时效，迟延的自何时起',
    load: async () => (await import('./office.ts')).feedsCommand,
  },
  incident: {
    usage: 'incident RECORD --subject CODE --reason TEXT [--as UNIT]',
    en: 'personal data found in a record: withdraw it and destroy its content', zh: '信息中发现个人信息：停止一切使用并销毁内容',
    load: async () => (await import('./office.ts')).incidentCommand,
  },
  statement: {
    usage: 'statement make --as UNIT --field NAME [--item ITEM] --text TEXT --reason WHY | statement list --as UNIT [--state stands|withdrawn] [--let-in something|nothing] [--body CODE] [--before N]'
      + ' | statement show NUMBER --as UNIT | statement withdraw NUMBER --as operator --reason WHY',
    en: 'words that may name a person and mean none: state it, list what was stated and what stands on it, take it back',
    zh: '可能指自然人而实际不指的文字：作出说明、查看说明和以其为据的信息、撤销说明',
    load: async () => (await import('./statement.ts')).statementCommand,
  },
  measures: {
    usage: 'measures [DAY] | measures publish FILE [--as UNIT]',
    en: 'lists of restrictions and rewards: publish one (JSON), see what may be chosen on a day', zh: '惩戒与激励措施清单：发布（JSON），查看某日可选的措施',
    load: async () => (await import('./office.ts')).measuresCommand,
  },
  view: {
    usage: 'view ID --name NAME --units CODE,CODE', en: 'a view of the register: what some units delivered', zh: '登记册的视图：若干单位报送的信息',
    load: async () => (await import('./office.ts')).viewCommand,
  },
  log: {
    usage: 'log successor --reason TEXT [--yes]',
    en: 'the log goes on under another name and key, stated and signed: where its key was lost or is no longer to be trusted',
    zh: '日志改以新的名称和密钥继续，公开声明并签名：用于密钥遗失或不再可信',
    load: async () => (await import('./log.ts')).logCommand,
  },
  moved: {
    usage: 'moved [--yes]',
    en: 'say that the register was moved or restored from a backup, and goes on here alone', zh: '声明登记簿已迁移或由备份恢复，今后仅在此处运行',
    load: async () => (await import('./register.ts')).movedCommand,
  },
  migrate: {
    usage: 'migrate', en: 'bring an existing database (DATABASE_URL) up to date', zh: '更新既有数据库（DATABASE_URL）的结构',
    load: async () => (await import('./operate.ts')).migrateCommand,
  },
}

/** `--no-person WHY` goes with any command that acts on this machine: see person-words.ts. */
function withoutStatement(given: readonly string[]): { args: string[]; noPerson?: string } {
  const at = given.indexOf('--no-person')
  return at < 0 ? { args: [...given] } : { args: given.toSpliced(at, 2), noPerson: given[at + 1] ?? '' }
}

// A reader that has seen enough (`| head`) closes the pipe: that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => { if (error.code === 'EPIPE') process.exit(0) })

const onTerminal = terminal(process)
const [name = 'help', ...words] = given(process.argv.slice(2))
const { args, noPerson } = withoutStatement(words)
const io = { ...onTerminal, words: args, ...(noPerson === undefined ? {} : { noPerson }) }
if (name === 'help' || name === '--help' || name === '-h') {
  const zh = io.language === 'zh'
  io.out(zh ? '用法：probity 命令 …\n' : 'Usage: probity COMMAND …\n')
  for (const c of Object.values(commands)) io.out(`  ${c.usage}\n      ${zh ? c.zh : c.en}`)
  process.exit(0)
}
const command = commands[name]
if (!command) {
  io.error(io.language === 'zh' ? `没有“${name}”命令。probity help 列出全部命令。` : `There is no command "${name}". "probity help" lists them all.`)
  process.exit(64)
}
try {
  process.exitCode = await (await command.load())(args, io)
} catch (error) {
  if (error instanceof CommandError) {
    io.error(error.message)
    if (error.showUsage) io.error(`probity ${command.usage}`)
    process.exitCode = error.exitCode
  } else if (error instanceof TypeError && /^(Unknown option|Option|Unexpected argument)/.test(error.message)) {
    io.error(error.message)
    io.error(`probity ${command.usage}`)
    process.exitCode = 64
  } else if (isNumberTooLarge(error)) {
    io.error(io.language === 'zh' ? '所给的数字超出范围。' : 'A number given is out of range.')
    process.exitCode = 64
  } else throw error
}

/** The words of the command, none of which holds what cannot be kept. */
function given(typed: readonly string[]): string[] {
  try {
    return soundWords(typed, onTerminal.language)
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    onTerminal.error(error.message)
    process.exit(error.exitCode)
  }
}
