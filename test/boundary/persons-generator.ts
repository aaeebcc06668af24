/**
 * Invented persons and what may be written of them in a narrative, for measuring the boundary. The names are drawn from surnames in the
 * order of the census and from given names that are common in several generations, not from the statistics the detector uses; the
 * sentences are those of decisions, notices and minutes. Nobody is meant.
 */
import type { Random } from './generator.ts'

// In the order of their bearers; the first thirty are borne by more than half of the people.
const surnames = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤'].concat(
  ['欧阳', '上官', '司马', '诸葛', '尉迟', '慕容', '令狐', '夏侯'])
const given = `伟 芳 娜 敏 静 秀英 丽 强 磊 洋 艳 勇 军 杰 娟 涛 超 明 霞 秀兰 刚 平 燕 辉 玲 桂英 丹 萍 鹏 华 飞 桂兰 英 梅 鑫 波 斌 莉 宇 浩 凯 秀珍 健 俊 帆 慧 旭 宁 婷 玉梅 龙 林 玉珍 凤英 晶 玉英 颖 红梅
  佳 倩 建华 亮 琴 兰英 云 洁 峰 建国 建军 淑珍 春梅 海燕 冬梅 秀荣 瑞 桂珍 莹 秀云 桂荣 志强 秀梅 丽娟 婷婷 琳 雪梅 淑兰 丽丽 秋菊 子涵 梓萱 浩宇 欣怡 雨桐 一诺 思远 子轩 宇轩 诗涵 可馨 若曦 梓豪 俊熙 泽宇 奕辰 沐宸
  国强 德胜 福生 长江 小明 小红 文斌 学东 永刚 少华 志明 天宇 爱民 卫东 振华 庆国 海涛 金凤 春生 立新 玉山 红军 新民 伟宸 修杰 健柏 嘉懿 天磊 展鹏 弘文 昊然 烨磊 煜祺 瑾瑜 致远 雪松 鸿煊 乐怡 安琪 语桐 茗泽 榕融 苡沫 治文`.split(/\s+/)
const ethnic = ['阿依古丽·买买提', '买买提江·吐尔逊', '古丽娜尔·热合曼', '扎西·多吉', '巴特尔·苏和', '艾力·卡德尔', '迪丽努尔·阿不都拉']
const latin = ['John Smith', 'Maria Garcia', 'Zhang Weiming', 'Li Xiaohong', 'Wang Jianguo', 'David Miller', 'Chen Jing', 'Mohammed Ali', 'Peter Brown', 'Sarah Johnson', 'Liu Zhiqiang', 'Anna Ivanova']

export function personName(random: Random): string {
  const near = random.below(10) < 6 ? 30 : surnames.length
  return surnames[random.below(near)]! + random.pick(given)
}

/** {n} stands for a name; each sentence has one or more. */
export const namedSentences: readonly string[] = `对{n}采取出具警示函的监督管理措施|责令改正并对{n}、{n}、{n}采取监管谈话|经查，{n}在2023年5月至8月期间未按规定登记|{n}的上述行为违反了《证券法》第四十七条|公司财务总监{n}未勤勉尽责|公司时任董事长{n}、总经理{n}对上述违规行为负有主要责任
由{n}负责现场管理|给予{n}警告，并处以3万元罚款|决定对{n}处以罚款人民币五万元|现场负责人{n}拒绝签字|该公司委托{n}代为办理|送达人：{n}|执法人员{n}、{n}到场检查|{n}，女，1985年出生|{n}（男，45岁）系该公司股东|{n}不服该决定，申请行政复议|当事人{n}未履行义务
施工人员{n}从三楼坠落死亡|致{n}、{n}二人受伤|罪犯{n}犯非法经营罪|与{n}签订虚假合同|向{n}支付货款20万元|{n}先生反映该公司拖欠工资|驾驶员{n}驾驶重型货车|消费者{n}投诉该店销售过期食品|经{n}举报查实|{n}系该公司实际控制人|伪造{n}的签名|以{n}名义开立账户
{n}等三人未取得资格证书|冒用{n}身份信息办理登记|约谈{n}|询问笔录（{n}）|{n} 未按要求整改|被告：{n}|第三人{n}述称|原法定代表人{n}已去世|公司股东{n}持股60%|会计{n}挪用资金|{n}为该项目的监理工程师|该笔款项转入{n}个人账户|经办人：{n}；联系方式略
另查明，{n}曾因同类行为受到处罚|委托代理人{n}，某律师事务所律师|教师{n}体罚学生|申请执行人{n}与被执行人某某公司劳动争议一案|责任人：{n}|安排{n}顶替考试|村民{n}反映|{n}利用职务便利侵占资金|对直接责任人{n}予以通报批评|签字注册会计师为{n}、{n}|{n}违反规定程序操作
单位负责人{n}：罚款2000元|由于{n}操作不当引发事故|护士{n}无证执业|患者{n}就诊后死亡|{n}|{n}、{n}|公司监事{n}（已离职）|法定代表人：【{n}】|法定代表人“{n}”未到场|{n}，男，38岁|{n}（1988.3.5）|被告人{n}|对法定代表人{n}采取出具警示函|吊销{n}的安全生产考核合格证书
该厂由{n}、{n}共同出资|电工{n}违章作业|店主{n}拒不配合|{n}承认上述事实|{n}作为直接负责的主管人员|{n}未取得特种作业操作证|责令{n}改正|{n}因酒后驾驶被吊销驾驶证|据{n}陈述|项目经理{n}（一级建造师）|授权{n}办理|{n}自2020年起担任公司监事|其中{n}持有30%的股份`.split(/[|\n]/)

export const latinSentences: readonly string[] = ['The legal representative {l} was fined.', 'A fine was imposed on {l} for false statements.', '法定代表人：{l}', '对{l}采取监管谈话措施', 'Director {l} failed to disclose the transaction.', 'Mr. {l} signed the report.']
export const ethnicSentences: readonly string[] = ['对{e}采取出具警示函措施', '负责人{e}未到场', '法定代表人：{e}', '{e}，男，40岁', '现场操作人员为{e}', '{e}的行为违反了规定']

/** Facts told without a label, of a person named or by office. {p} stands for the person. */
export const factSentences: readonly { readonly category: string; readonly of: readonly string[] }[] = [
  { category: 'illness', of: ['{p}因患抑郁症长期住院治疗', '{p}患有高血压和糖尿病', '{p}于2022年确诊肺癌', '{p}因病住院三个月', '{p}被诊断为精神分裂症', '{p}系乙肝病毒携带者，因肝硬化住院', '{p}正在接受化疗', '{p}做了心脏支架手术', '{p}感染艾滋病'] },
  { category: 'blood-type', of: ['{p}，O型血。', '{p}为AB型血', '{p}的血是B型', '{p}是RH阴性血', '{p}属于熊猫血'] },
  { category: 'fingerprints', of: ['{p}的指纹已录入考勤系统', '{p}留有指纹和虹膜数据', '{p}的人脸信息存于门禁系统', '现场提取的指纹与{p}一致，{p}的掌纹亦留存'] },
  { category: 'genetics', of: ['{p}经基因检测携带BRCA1突变', '{p}的DNA样本与现场一致', '{p}存在染色体异常', '{p}做了亲子鉴定', '{p}的基因检测报告显示异常'] },
  { category: 'religion', of: ['{p}信奉佛教', '{p}是虔诚的基督徒', '{p}皈依伊斯兰教', '{p}每周到教堂做礼拜', '{p}受洗成为天主教徒'] },
  { category: 'savings', of: ['{p}名下存款50万元', '{p}在工商银行存有80万元', '{p}个人储蓄三十万元', '{p}的银行存款余额为12万元', '{p}的存折上有20万元'] },
  { category: 'real-estate', of: ['{p}名下有房产三套', '{p}拥有一套位于海珠区的住房', '{p}购买别墅一栋', '{p}登记有两处不动产', '{p}继承了父母的房屋'] },
  { category: 'income', of: ['{p}月薪2万元', '{p}年收入约50万元', '{p}每月领取工资8000元', '{p}的年薪为36万元'] },
  { category: 'tax', of: ['{p}缴纳个人所得税3万元', '{p}补缴个税12000元', '{p}去年申报个人所得税5.6万元'] },
  { category: 'securities', of: ['{p}持有某某股份股票5000股', '{p}的证券账户市值30万元', '{p}个人买入债券10万元'] },
  { category: 'insurance', of: ['{p}购买了重疾险', '{p}投保人寿保险，保额50万元', '{p}名下有两份商业保险'] },
]
const subjects = ['法定代表人', '负责人', '其妻子', '该公司董事长', '实际控制人', '总经理', '一名员工']

export const fill = (sentence: string, random: Random): string =>
  sentence.replace(/\{n\}/g, () => personName(random)).replace(/\{l\}/g, () => random.pick(latin)).replace(/\{r\}/g, () => seldomName(random)).replace(/\{e\}/g, () => random.pick(ethnic))
    .replace(/\{p\}/g, () => (random.below(2) === 0 ? personName(random) : random.below(2) === 0 ? random.pick(subjects) : `${random.pick(['负责人', '经理', '股东', '员工'])}${personName(random)}`))

/** Sentences that name several persons, of whom one may be missed: what is taken out of a returned row takes all of them. */
export const listSentences: readonly string[] = ['执法人员{r}、{n}出示执法证件后进入现场检查', '{n}及其配偶{r}对外转移财产', '造成{n}死亡、{r}重伤', '审判长{n}，审判员{r}，书记员{e}', '名单如下：1.{r}；2.{n}；3.{e}。以上属实',
  '出席会议的有{r}、{n}等', '当事人报称“{r}、{n}、{e}”在场。另有设备两台', '{n}的儿子{r}担任监事', '独立董事{r}、{n}、{e}未提出异议', '注册会计师{n}、{r}在审计报告上签字', '合伙人{e}退伙后由{n}接手']
/** Surnames that few bear, and a dot-less name of other peoples. */
const seldom = [...'仉亓逄禤麴昝佴隗乜线揭幺檀冼缑厍粟缪佘'].flatMap((s) => ['志勇', '国维', '玉华', '春生'].map((g) => s + g)).concat(['次仁卓玛', '旺堆平措', '乌兰图雅', '孟和巴雅尔', '洛桑群培', '金在熙', '何其昌', '鲜于芳'])
export const seldomName = (random: Random): string => random.pick(seldom)

/** The sentences where only the frame tells, the names of every kind. */
export const framedSentences: readonly string[] = ['责令{r}停止违法行为', '受{n}指使伪造报告', '替{r}代缴社会保险费', '{n}诉岭湾市某贸易有限公司侵权责任纠纷', '向市民{n}赔礼道歉', '限制{r}高消费', '未经{n}同意使用其肖像', '收到{r}交来罚款2000元', '由{r}负责现场施工管理', '与{r}签订劳动合同',
  '冻结{r}名下房产', '证人{r}的证言', '以{r}名义开立账户', '公司通过{r}的个人账户收款', '非法吸收{r}等社会公众存款', '工人{r}从脚手架坠落', '校长{r}未落实责任', '押运员{r}未随车押运', '监督意见书已送达{r}', '死者{r}生前系该公司员工']
/** Words that are names where an office or a sex says so, and not otherwise. */
export const wordNames: readonly string[] = ['方正', '常青', '江山', '金星', '高兴', '白雪']
