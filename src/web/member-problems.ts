/** The noes of members and machine clients: see `problem.ts`. Pure. */
import type { ClientRefusal } from '../identity/acts.ts'
import type { LogoutRefusal } from '../identity/sign-out.ts'
import type { EndRefusal } from '../identity/members.ts'
import type { OfferRefusal } from '../identity/offers.ts'

type Said = readonly [title: string, detail: string, cure: string]
/** `unit-unknown` has its words where deliveries have theirs, `account-unknown` where the operator has. */
export type MemberProblem = Exclude<ClientRefusal | OfferRefusal | EndRefusal, 'unit-unknown' | 'account-unknown' | 'organisation-unknown' | 'personal-data'> | LogoutRefusal | 'demonstration-elsewhere' | 'client-role-missing' | 'client-not-there'

export const memberProblems: Readonly<Record<MemberProblem, readonly [status: number, zh: Said, en: Said]>> = {
  'client-role-missing': [403, ['客户端没有这种权限', '这个客户端没有被授予“{role}”权限。', '由本单位的管理员登记一个有此权限的密钥。'],
    ['The client lacks the role', 'This client was not given the role "{role}".', 'Let an administrator of the unit register a key with it.']],
  'role-not-for-body': [422, ['这种权限不能给这个单位', '“{role}”权限只给运营机构自己的客户端。', '登记时不要给这种权限。'],
    ['Not a role for this body', 'The role "{role}" is for the operator\'s own clients.', 'Register the key without it.']],
  'client-not-there': [404, ['没有这个客户端', '没有未撤销的客户端“{client}”。', '单位的客户端见 /api/v1/clients。'],
    ['No such client', 'There is no client "{client}" that is not revoked.', 'See /api/v1/clients for those of the unit.']],
  'key-is-private': [422, ['这是私钥', '收到的是私钥，没有保存。', '它已离开保管人，不可再用：重新生成一对，只登记公钥。'],
    ['A private key', 'What came is a private key; it was not kept.', 'It left its keeper and is spent: make another pair and register the public half.']],
  'key-unreadable': [422, ['公钥无法读取', '收到的既不是 JWK，也不是 PEM 公钥。', '提交整个 JWK 或者整段 PEM。'],
    ['The key cannot be read', 'What came is neither a JWK nor a PEM public key.', 'Send a whole JWK or a whole PEM.']],
  'key-not-allowed': [422, ['不接受这种密钥', '只接受 Ed25519 和 P-256。', '重新生成一对密钥。'],
    ['Kind of key not taken', 'Only Ed25519 and P-256 are.', 'Make another pair.']],
  'demonstration-elsewhere': [403, ['演示登录只在本机使用', '演示账户不需要密码，因此只接受本机浏览器以本登记簿自己的地址直接提出的请求，不接受别的主机名和转发。', '在本机打开{address}；供他人使用的，由运行机构设置登录服务（PROBITY_OIDC_ISSUER）。'],
    ['Demonstration sign-in is for this machine', 'The demonstration accounts need no password, so a request counts only under the register’s own address and not through a proxy.', 'Open {address} on this machine; for others, the operator names an issuer (PROBITY_OIDC_ISSUER).']],
  'key-malformed': [422, ['公钥有误', '公钥的“{member}”须为{needed}。', '提交整个公钥，不改动其中的内容。'],
    ['The key is faulty', 'The member "{member}" of the key must be {needed}.', 'Send the whole key as it was made.']],
  'key-use-unfit': [422, ['公钥另有用途', '公钥写明{member}为“{found}”。', '登记用于签名的公钥：use为sig，alg为Ed25519或者ES256。'],
    ['The key is for something else', 'The key says {member}: "{found}".', 'Register one for signing: use sig, alg Ed25519 or ES256.']],
  'key-proof-missing': [422, ['没有证明', '没有用私钥作的签名，不能证明私钥在贵单位手中。', '用私钥对这段文字签名，以base64写入proof：{text}'],
    ['The proof is missing', 'Without a signature made with the private key nobody knows that you hold it.', 'Sign this text with it and send the signature in base64 as proof: {text}']],
  'key-proof-wrong': [422, ['证明不符', '签名与公钥不符。', '用同一对密钥的私钥对这段文字原样签名：{text}'],
    ['The proof does not fit', 'The signature does not fit the key.', 'Sign this very text with the private key of the same pair: {text}']],
  'issuer-unreachable': [503, ['登录服务没有答复', '{issuer}现在没有答复。', '稍后再试。'], ['The issuer does not answer', '{issuer} gives no answer now.', 'Try again later.']],
  'sign-in-not-set-up': [404, ['没有设置登录', '这里没有指明登录服务。', '由运行机构设置PROBITY_OIDC_ISSUER。'],
    ['Sign-in is not set up', 'No issuer is named here.', 'Let the operator set PROBITY_OIDC_ISSUER.']],
  'logout-token-invalid': [400, ['退出通知无效', '它不能证明由登录服务为本登记簿发出。没有结束任何登录。', '由登录服务重新发送。'],
    ['Not a word of the issuer', 'It does not prove that the issuer sent it, to this register and now. No session was ended.', 'Let the issuer send another.']],
  'logout-token-replayed': [400, ['退出通知已经用过', '每份通知只用一次。', '由登录服务重新发送。'], ['Used before', 'Such a word counts once.', 'Let the issuer send another.']],
  'key-known': [409, ['公钥已经登记', '这把公钥已由客户端{client}使用，尚未撤销。', '使用该客户端，或者另行生成一对密钥。'],
    ['The key is registered', 'The client {client} has it and is not revoked.', 'Use that client or make another pair.']],
  'client-id-taken': [409, ['客户端名称已被使用', '已有客户端{client}。', '再提交一次。'], ['The name is taken', 'There is a client {client}.', 'Send it again.']],
  'mandate-missing': [422, ['没有写明委托文件', '组织由其委托文件指定代表。', '填写委托文件的名称和文号。'],
    ['The mandate is missing', 'An organisation names its representative by a document.', 'Give the title and number of that document.']],
  'role-unfit': [422, ['单位不能授予这种权限', '“{role}”不是本单位可以授予的权限。', '单位可以授予 deliver、administer。'],
    ['Not a role of this body', '"{role}" is none this body can give.', 'A unit gives deliver or administer.']],
  'days-unfit': [422, ['日期不合', '起始日“{from}”、截止日“{until}”不是日期，或者截止日早于起始日或今天。', '按 2026-11-21 填写；截止日不早于起始日和今天。'],
    ['The days do not fit', 'The first day "{from}" or the last "{until}" is no day, or the last is before the first or today.', 'Write 2026-11-21; the last day is not before the first, nor before today.']],
  'member-already': [409, ['已有这种权限', '该账户自{from}起至{until}已有这种权限。', '先结束，或者另选日期。'],
    ['A member already', 'The account has this role from {from} until {until}.', 'End it first or choose other days.']],
  'offer-pending': [409, ['已经提出', '对方尚未答复同样的邀请。', '等待对方答复，或者先收回。'], ['Offered already', 'The same offer waits for an answer.', 'Wait for it, or withdraw the offer first.']],
  'membership-unknown': [404, ['没有这项成员资格', '单位没有这项成员资格，或者已经结束。', '单位的成员见 /api/v1/members。'],
    ['No such membership', 'The unit has none with this number, or it has ended.', 'See /api/v1/members.']],
  'last-administrator': [409, ['这是最后一位管理员', '账户{account}是唯一的管理员；没有管理员就没有人能管理成员。', '先授予另一个账户管理权限。'],
    ['The last administrator', 'Account {account} is the only one who manages the members.', 'Give another account that role first.']],
}
