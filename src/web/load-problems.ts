/** Sentences for what is too much, too slow, or not possible for the moment. */
export type LoadProblem =
  | 'parts-unexpected' | 'body-packed' | 'length-missing' | 'body-too-slow' | 'body-too-deep' | 'body-too-wide' | 'header-too-slow' | 'header-too-large'
  | 'log-damaged' | 'answer-late' | 'database-away' | 'database-busy' | 'database-reads-only' | 'disk-full'

type Said = readonly [title: string, detail: string, cure: string]
export const loadProblems: Readonly<Record<LoadProblem, readonly [status: number, zh: Said, en: Said]>> = {
  'parts-unexpected': [400, ['表单的各部分不符', '带文件的表单应有一个名为 data 的部分（JSON），每份文件是一个名为 {files} 的部分。', '按接口说明 /api/openapi.json 提交。'],
    ['The parts of the form are others', 'A form with files has one part named data (JSON), and each file is a part named {files}.', 'Send it as /api/openapi.json describes.']],
  'log-damaged': [503, ['日志残缺', '日志应有的{missing}已不在，在恢复之前无法给出证明。信息本身仍可查看。', '请告知运营机构；以“probity verify”可核验日志。'],
    ['The log is damaged', 'The stored log lacks {missing}, which it must have: until it is brought back nothing can be proved from there. Records can still be read.',
      'Tell the operator; "probity verify" checks the log.']],
  'body-packed': [415, ['内容经过压缩', '请求的内容以“{encoding}”压缩；本接口不解压。', '不经压缩再提交。'],
    ['The body is packed', 'The body comes packed as "{encoding}"; nothing is unpacked here.', 'Send it as it is.']],
  'length-missing': [411, ['未写明长度', '带文件的表单须以 Content-Length 写明长度。', '写明长度再提交。'],
    ['The length is missing', 'A form with files says its length beforehand, in Content-Length.', 'Send it with its length.']],
  'body-too-slow': [408, ['传送过慢', '请求的内容在{seconds}秒内几乎没有到达，连接已结束；没有办理任何事项。', '在较稳定的网络上再提交。'],
    ['Sent too slowly', 'Hardly any of the body came within {seconds} seconds, so the connection was ended; nothing was done.', 'Send it again over a steadier network.']],
  'body-too-deep': [400, ['嵌套过深', '内容的嵌套超过{most}层。', '按接口说明的结构提交。'],
    ['Nested too deeply', 'The body is nested deeper than {most} levels.', 'Send what the description of the interface asks for.']],
  'body-too-wide': [400, ['项数过多', '内容超过{most}项。', '分次提交。'],
    ['Too many values', 'The body has more than {most} values.', 'Send it in several requests.']],
  'header-too-slow': [408, ['请求头传送过慢', '请求头在{seconds}秒内没有到齐。', '再试一次。'],
    ['The header came too slowly', 'The header of the request was not complete within {seconds} seconds.', 'Try again.']],
  'header-too-large': [431, ['请求头过大', '请求头超过上限。', '清除本站的 Cookie，或缩短地址再试。'],
    ['The header is too large', 'The header of the request is over the limit.', 'Clear the cookies of this site, or shorten the address.']],
  'answer-late': [503, ['未能及时办结', '登记簿没有及时办完所提交的事项，不再着手办理；已经着手的，可能已经办理。', '{seconds}秒后先查看是否已经办理，没有办理的再提交；以原来的 Idempotency-Key 再提交的，不会办理两次。'],
    ['Not finished in time', 'The register did not finish in time what you sent, and begins no more of it; what had begun may have been done.',
      'In {seconds} seconds look first whether it was done, and send it again if not; sent again with the same Idempotency-Key it is done no second time.']],
  'database-away': [503, ['暂时无法答复', '登记簿的数据库没有应答：正在启动、停止，或者连接中断。已登记的内容不受影响。', '{seconds}秒后再试；提交过的事项，先查看是否已经办理。'],
    ['Not available for the moment', "The register's database does not answer: it is starting, stopping or out of reach. What is registered stands.",
      'Try again in {seconds} seconds; if you had sent something, look first whether it was done.']],
  'database-busy': [503, ['暂时繁忙', '数据库的连接已全部占用。没有办理任何事项。', '{seconds}秒后再试。'],
    ['Busy for the moment', "All connections of the register's database are taken. Nothing was done.", 'Try again in {seconds} seconds.']],
  'database-reads-only': [503, ['暂时只能查询', '数据库目前不接受写入。没有办理任何事项；查询照常。', '{seconds}秒后再试。'],
    ['Reading only for the moment', "The register's database takes no writes at present. Nothing was done; reading goes on.", 'Try again in {seconds} seconds.']],
  'disk-full': [503, ['磁盘空间不足', '登记簿的磁盘空间不足，暂不接受写入。没有办理任何事项；查询照常。', '运行机构腾出空间后再试；{seconds}秒后可再试一次。'],
    ['The disk is full', "The register's disk is short of space, so nothing is written for now. Nothing was done; reading goes on.",
      'Try again once the operator has made room; in {seconds} seconds at the earliest.']],
}
