/** Arrival. */
export const zh = {
  'home.title': '查一个组织的公共信用信息',
  'home.lead': '每条信息都写明：谁交付、依据哪份文书、公示到哪一天、怎样可以提前结束。',
  'home.today': '今天的登记簿',
  'home.organisations': '组织',
  'home.on-display': '公示中的信息',
  'home.acts': '日志中的行为',
  'home.law': '这里适用的法律',
  'home.law-text': '文本',
  'home.law-from': '施行',
  'home.law-rules': '规则',
  'home.law-split': '适用 / 拒绝 / 不属软件',
  'home.law-others': '同一程序也能在其他四部条例下运行。',
  'home.compare': '五部条例并排比较',
  'home.check': '想核验我们',
  'home.check-text': '登记簿的每个行为都写入公开日志。您可以在自己的电脑上验证：没有一条被事后改动。',
  'home.check-link': '怎样核验',
}

export const en: Record<keyof typeof zh, string> = {
  'home.title': 'Look up what the public record says of an organisation',
  'home.lead': 'Each record says who delivered it, on which document it rests, until which day it is shown and what would end it sooner.',
  'home.today': 'The register today',
  'home.organisations': 'Organisations',
  'home.on-display': 'Records on display',
  'home.acts': 'Acts in the log',
  'home.law': 'The law in force here',
  'home.law-text': 'Text',
  'home.law-from': 'In force from',
  'home.law-rules': 'Rules',
  'home.law-split': 'Applied / declined / not software',
  'home.law-others': 'The same program runs under four other regulations.',
  'home.compare': 'Compare the five',
  'home.check': 'Check us',
  'home.check-text':
    'Every act of this register is written to a public log. On your own computer you can prove that none was changed afterwards.',
  'home.check-link': 'How to verify',
}
