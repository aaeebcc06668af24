/** Mails about a mailbox, in both languages: nothing of what the register holds stands in them. Pure. */

type Words = { readonly subject: string; readonly text: string }

export const codeMail = (body: string, code: string, address: string): Words => ({
  subject: '确认接收告知书的信箱 / Confirm this mailbox for letters',
  text: `公共信用信息登记簿（${address}）收到请求：以后把发给${body}的告知书同时发到这个信箱。\n确认码：${code}（三日内有效）\n`
    + '请把确认码交给本单位的管理员，由其登录后填写。如果贵单位没有提出，请不要转交：没有确认码，什么也不会改变。\n\n'
    + `The public credit register (${address}) was asked to send letters to ${body} to this mailbox too.\nCode: ${code} (it counts for three days)\n`
    + 'Give it to the administrator of your body, who enters it after signing in. If your body did not ask, give it to nobody: without the code nothing changes.\n',
})

export const changedMail = (body: string, address: string): Words => ({
  subject: '接收告知书的信箱已更换 / The mailbox for letters has changed',
  text: `发给${body}的告知书以后不再发到这个信箱。如果贵单位没有更换，请登录${address}/desk/security查看，并告知运行机构。\n\n`
    + `Letters to ${body} no longer go to this mailbox. If your body did not change it, sign in and look at ${address}/en/desk/security, and tell the operator.\n`,
})

export const securityMail = (body: string, address: string): Words => ({
  subject: '有关权限的新记录 / Something about access has changed',
  text: `${body}的成员、密钥或者信箱有变动，或者有人重复使用其凭证。请管理员登录后查看：${address}/desk/security\n\n`
    + `Members, keys or the mailbox of ${body} have changed, or somebody used its credentials twice. Let an administrator sign in and look: ${address}/en/desk/security\n`,
})
