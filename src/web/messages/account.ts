/** Signing in, acting for a body, members and machine clients. */
export const zh = {
  'account.needed': '请先登录',
  'account.needed-text': '这一页供代表单位办理事项的人员使用。登录后回到这一页。',
  'account.sign-in': '登录',
  'account.link': '账户',
  'account.acting-for': '代表{body}',
  'account.change-body': '换单位',
  'account.desks': '工作台',
  'role.deliver': '交付信息',
  'role.administer': '管理成员和密钥',
  'role.operate': '运行登记簿',
}

export const en: Record<keyof typeof zh, string> = {
  'account.needed': 'Sign in first',
  'account.needed-text': 'This page is for people who act for a unit. After signing in you come back to it.',
  'account.sign-in': 'Sign in',
  'account.link': 'Account',
  'account.acting-for': 'Acting for {body}',
  'account.change-body': 'change',
  'account.desks': 'Desks',
  'role.deliver': 'deliver information',
  'role.administer': 'manage members and keys',
  'role.operate': 'run the register',
}
