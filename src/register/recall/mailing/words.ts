/** The mail that says there is news. What changed, and of whom, is read where the reader has signed in. Pure. */

/** @param n.news entries not received yet; `n.asking`: that wait for an answer. @param at where they are read */
export function newsMail(n: { readonly news: number; readonly asking: number }, at: string): { readonly subject: string; readonly text: string } {
  const [one, asks] = [n.news === 1, n.asking === 1]
  return {
    subject: `变动通知 ${n.news} 条 Changes: ${n.news}`,
    text: [
      `贵单位从本登记簿获得过的信息有 ${n.news} 条变动尚未查收，${n.asking} 条待确认。请登录后在“变动通知”页查看并确认：${at}`,
      '本邮件不载明信息内容。查收以登录查看为准。',
      `${n.news} ${one ? 'change' : 'changes'} to information you received from this register ${one ? 'has' : 'have'} not been read yet, and ${n.asking} ${
        asks ? 'waits' : 'wait'} for your confirmation. Sign in to read and confirm: ${at}`,
      'This mail says nothing of their content. You have received them when you have read them there.',
    ].join('\n\n'),
  }
}
