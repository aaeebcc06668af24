/** Why an answer to a recall, or an address for its news, is refused: see `problem.ts`. Pure. */
import type { EndpointRefusal } from '../register/recall/endpoints/acts.ts'
import type { AcknowledgeRefusal } from '../register/recall/telling/acts.ts'

type Said = readonly [title: string, detail: string, cure: string]
export type RecallProblem = AcknowledgeRefusal | Exclude<EndpointRefusal, 'personal-data'> | 'not-the-operator-here' | 'receipt-unknown'

export const recallProblems: Readonly<Record<RecallProblem, readonly [status: number, zh: Said, en: Said]>> = {
  'not-told': [404, ['没有向您发出过', '没有向您发出过编号为{recall}的变动通知，不能确认。', '核对编号；发给您的变动见 /api/v1/recalls/feed。'],
    ['Never sent to you', 'No change numbered {recall} was ever sent to you, so it cannot be acknowledged.', 'Check the number; what was sent to you is in /api/v1/recalls/feed.']],
  'answer-unknown': [422, ['没有选择所作处理', '处理须是所列之一：{allowed}。', '选择其一。'], ['No answer chosen', 'The answer must be one of these: {allowed}.', 'Choose one.']],
  'endpoint-address': [422, ['不能向这个地址发送', '地址不合要求（{why}）：须是https，在公开网络上，不含账号和井号。', '填写公开网络上的https地址。'],
    ['Nothing is sent to that address', 'It does not fit ({why}): it must be https, on the open net, with no account and no fragment in it.', 'Give an https address on the open net.']],
  'endpoint-known': [409, ['已经登记', '这个地址已经登记，编号{endpoint}。', '无须再次登记。'], ['Registered already', 'That address is registered as {endpoint}.', 'Nothing more is needed.']],
  'endpoint-unknown': [404, ['没有这个地址', '贵单位没有编号为{endpoint}、仍在使用的地址。', '核对编号。'],
    ['No such address', 'You have no address numbered {endpoint} that is still in use.', 'Check the number.']],
  'endpoint-too-many': [422, ['地址过多', '一个单位至多登记{most}个地址。', '先停用一个。'], ['Too many addresses', 'A body registers {most} at most.', 'End one of them first.']],
  'receipt-unknown': [404, ['没有记载这份回执', '登记簿没有记载回执{receipt}。只有依职权、按授权等查询和登录下载的回执记入日志；公示页面的回执不逐次记载。', '公示页面的回执，请提交组织代码和当日下载的文件，在 /verify 核验。'],
    ['Receipt not written down', 'The register wrote down no receipt {receipt}. Those of inquiries and of signed-in downloads stand in the log; those of public pages are not kept one by one.',
      'Of a public page, hand in the code of the organisation or the file of that day at /verify.']],
  'not-the-operator-here': [403, ['仅限运营机构', '全部未办结的变动只供运营机构查看。', '发给您的变动见 /api/v1/recalls/feed。'],
    ['For the operator', 'Only the operator reads all that are open.', 'What was sent to you is in /api/v1/recalls/feed.']],
}
