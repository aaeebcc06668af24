/** What is said of a person without a name: labels of circumstances, facts with a subject, births in any writing. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseBoundary } from '../../src/register/boundary/boundary.ts'
import { scanner } from '../../src/register/boundary/scan.ts'

const boundary = parseBoundary(readFileSync(new URL('../../packs/boundary.yaml', import.meta.url), 'utf8'))
const scan = scanner({ boundary, pack: 'guangdong', today: '2026-11-30', minorsUnderYears: 18 })
const outcome = (text: string): 'refused' | 'returned' | 'passed' => {
  const found = scan.scanText(text, '违法事实')
  return found.some((f) => f.certainty === 'certain') ? 'refused' : found.length > 0 ? 'returned' : 'passed'
}
const all = (texts: readonly string[], want: readonly string[]) => {
  for (const text of texts) assert.ok(want.includes(outcome(text)), `${outcome(text)}: ${text}`)
}

test('labels of a person\'s circumstances count by themselves', () => {
  all(['性别：女', '民族：侗族', '籍贯：四川', '家庭住址：某路12号', '婚姻状况：离异', '学历：本科', '政治面貌：共青团员', '配偶：无业', '户籍地为江西省', '年龄为51', '前科：盗窃', 'Home address: 5 High Street'], ['refused'])
})

test('money and houses count of a person, as a doubt of nobody named', () => {
  all(['法定代表人存款为30万元', '负责人车辆为粤B54321', '法定代表人健康状况为一般'], ['refused'])
  all(['存款：30万元', '股票：2万股', '当事人情况：房产：一套；已整改。'], ['returned', 'refused'])
  all(['公司情况：存款：30万元', '公司股票：600000', '银行存款'], ['passed'])
})

test('facts with subjects of every kind, certain or doubtful', () => {
  all([
    '护士患乙肝多年。', '该名司机吸毒。', '其家住某街3号。', '当事人系聋哑人，听力残疾二级。', '孕妇在店内流产。', '消费者体检异常。', '死者，男，41岁。', '其父为退休工人。', '投诉人信用卡逾期。',
    'The employee is HIV positive.', 'She resides at 3 High Street.', 'The shareholder is a Buddhist.', '店员的人脸已被采集入库。', '离异，育有两女。',
  ], ['returned', 'refused'])
})

test('births are found in figures, in Chinese numerals and in English', () => {
  all(['当事人生于一九八一年十二月二十五日。', '生于1990年。', '1977年出生，高中文化。', 'He was born on 3 May 1979.', 'born on May 3rd, 1979'], ['refused'])
})

test('numbers behind a label in any grouping, any script, any sign between; cards and mobiles in other groups', () => {
  all([
    '香港身份证A123·456(·3)', '香港身份证A一二三四五六(三)', '台湾居民身份证字号A١٢٣٤٥٦٧٨٩', '护照号码：E123/4567/8', '港澳居民来往内地通行证H123_4567_8', '护照号码：E12345号678',
    '联系电话138.001.380.12', '电话138001号38012', '转入622202-120300-112345-3', '教师资格证书编号20201234567', 'QQ：123456789', '微信号：abcde_123', '邮箱someone9@163.com',
  ], ['returned', 'refused'])
  all(['合计167,119,378.69元', '服务器地址139.180.131.51', '7720821959 (Tax ID number); 1147746889531 (OGRN)', '东风路1号302室', '邮箱office@example-company.cn'], ['passed'])
})

test('what is said of organisations passes', () => {
  all([
    '拖欠农民工工资共计234567元，涉及劳动者32人。', '向未满十八周岁的未成年人出售香烟。', '恩施土家族苗族自治州市场监督管理局', '公司名下车辆三台未年检。', '该公司营业收入12万元。', '未为员工缴纳社会保险。', '民族医药有限公司',
    '当事人的贷款余额为300万元。', '招用未满16周岁的童工。', '公司成立于1990年。', '开展孕产妇用品促销。', '女士服装店', '男士西装不合格。',
  ], ['passed'])
})

test('facts of every family, of an office, a pronoun, a worker or kin', () => {
  const families: Readonly<Record<string, readonly string[]>> = {
    penal: ['老板曾因寻衅滋事被判处有期徒刑八个月。', '店主目前被羁押在区看守所。', '采购员因盗窃被批捕。', '厂长系刑满释放人员。', '驾驶员酒驾被吊销驾照。', 'The driver was arrested in May.'],
    kin: ['经营者与房东系表兄弟。', '采购经理是董事长的外甥。', '监护人系其奶奶。', '职工家属称其母瘫痪在床。', '当事人的儿子今年高考。', 'The owner is a brother of the supplier.'],
    nationality: ['投资人持有美国绿卡。', '实际控制人已加入新加坡国籍。', '司机是缅甸人。', '老板是越南籍华人。', '房东系河南周口人。', '业务员出生在贵州农村。'],
    party: ['会计系民革党员。', '厂长为区政协委员。', '校长受留党察看处分。', '站长习练法轮功多年，系法轮功人员。'],
    service: ['保安队长系退伍军人。', '业主早年参军。', 'He served in the army for five years.'],
    hardship: ['店主系低保户。', '该员工下岗后到该店工作。', '经营者家境贫寒。', '门卫是退休教师。'],
    health: ['厨师为聋哑人。', '该职工工伤鉴定为八级伤残。', '患者剖宫产后大出血。', '一名女工孕期被辞退。', '当事人自称患有肝炎。', '其血样经比对一致。'],
    life: ['店长未婚先孕。', '监事已离婚。', '经理初中肄业。', '女，53岁，小学文化。', '合伙人居住在阳光花园3栋。', '老板赴泰国旅游。', '当事人欠下赌债。', '主管是同性恋。'],
  }
  for (const texts of Object.values(families)) all(texts, ['returned', 'refused'])
})

test('the same words of organisations, goods, institutions and the law pass', () => {
  all([
    '单位犯非法吸收公众存款罪，判处罚金五十万元。', '涉嫌犯罪，移送公安机关。', '第一看守所食堂未取得许可。', '监狱管理局', '公司在逃避检查。', '货物在押运途中。', '出境货物未报检。', '列车从广州抵达北京。',
    '两家公司为兄弟企业。', '父亲节促销虚假宣传。', '夫妻肺片菌落总数超标。', '该企业家属楼', '外国籍船舶未按规定报告。', '是广东省守合同重信用单位。', '系江苏省高新技术企业。', '为四川省某建筑工程有限公司承包人。',
    '民建市委会', '退役军人事务局', '退役风机处置不当。', '骗取失业保险基金。', '吸纳下岗职工就业补贴。', '残疾人就业保障金未缴纳。', '发布含有治疗高血压、糖尿病内容的虚假广告。', '手术器械未注册。', '孕妇装甲醛超标。', '未给予女职工产假。',
    '其考勤指纹机未备案。', '学校违规颁发毕业证书。', '初中文化课补习未经许可。', '结婚用品店', '信用卡业务违规。', '住所：某市某路12号', '其经营场所在幸福小区12号楼。', '组织旅客前往北京旅游未签合同。', '公司失联，被列入经营异常名录。', '事故发生于2020年。',
  ], ['passed'])
})

test('a name that 某 hides is a person, of whom facts are told; no place and no body is', () => {
  all(['冯某患肺结核。', '经查，郑某某怀孕六个月。', '许某曾有犯罪前科。', '曹某的住址为某镇某街8号。', '谢某的指纹与检材一致。', '韩某感染梅毒。'], ['returned', 'refused'])
  all(['该公司位于某市某区，从业资质经查验。', '于某日采集血样检测的产品', '高某路店销售的血压计不合格。'], ['passed'])
})

test('a boundary whose patterns can never match, or are none, is not started with', () => {
  const text = readFileSync(new URL('../../packs/boundary.yaml', import.meta.url), 'utf8')
  assert.throws(() => parseBoundary(text.replace('{surname}某', '[\\\\u4e00-\\\\u9fff]某')), /factSubjects|some\[\d+\] holds two backslashes/)
  assert.throws(() => parseBoundary(text.replace("pattern: '籍贯|祖籍'", "pattern: '籍贯|\\\\s祖籍'")), /attributes\[\d+\]\.facts\[\d+\]\.pattern holds two backslashes/)
  assert.throws(() => parseBoundary(text.replace("pattern: '籍贯|祖籍'", "pattern: '(籍贯|祖籍'")), /is no regular expression/)
})

test('a person told by form, standing before or behind, and facts of body, kin and life by their frame', () => {
  const families: Readonly<Record<string, readonly string[]>> = {
    subjects: ['该钳工患矽肺二期。', '一名三岁男童误食后昏迷。', '这名外卖骑手骨折。', '被告之母患有痴呆症。', '患儿输液后窒息。', '其手机定位在外省，显示该名保安未在岗。', '通话记录显示其多次联系供货方。', '人脸识别未能通过，经查系某女工代打卡。'],
    body: ['举报人系产妇。', '驾驶员患有夜盲症。', '厂长体内植入心脏起搏器。', '死者遗体已下葬。', '该女工被烫伤。', '经理被诊断为渐冻症。', '投诉人食用后腹泻。'],
    kin: ['她再嫁后搬离。', '老板与女工关系暧昧。', '会计入赘到当地。', '原告之妻守寡多年。'],
    life: ['股东已定居澳大利亚。', '经营者持有港澳居民来往内地通行证。', '司机持A2证驾驶，一次记9分。', '店主名下有三辆汽车、五张银行卡。', '经比对，毛发与郭某一致。', '其父年过八旬。', '法定代表人被限制高消费。', '董事长系香港居民，无党派。'],
  }
  for (const texts of Object.values(families)) all(texts, ['returned', 'refused'])
})

test('the same frames of goods, law and organisations pass', () => {
  all([
    '收集用户通讯录未取得同意。', '未对乘客的人脸信息采取保护措施。', '宣称产品可治疗高血压、糖尿病，误导消费者。', '安排孕期女职工从事高温作业。', '产妇专用护理垫抽检不合格。', '轮椅产品未注册。', '遗体火化收费未公示。', '诊断试剂过期。', '感染性废物未分类。',
    '股东某某房产营销策划有限公司', '婚纱摄影店未明码标价。', '定居点供水工程未验收。', '货车通行证管理混乱。', '居民委员会食堂未消毒。', '该工程未取得施工许可。', '其生产车间未消毒。', '对施工企业记3分。', '助听器经营者未备案。', '公司购买轿车三辆未入账。',
  ], ['passed'])
})

test('a home\u2019s landline, a permit in groups, an officer\u2019s card in Chinese numerals are found; an organisation\u2019s landline is not', () => {
  all(['家里电话：0755-82345678', '宅电 0 2 1 - 5 4 3 2 1 0 9 8', '家庭座机八二三四五六七八', '港澳通行证C 4021 7733', '空字第〇三一二五六七号军官证'], ['returned', 'refused'])
  all(['联系电话：0755-82345678', '住宅小区电梯超期未检', '货车通行证号20231234'], ['passed'])
})

test('facts of body, belief, means, whereabouts and accounts, of whoever a sentence is about', () => {
  const families: Readonly<Record<string, readonly string[]>> = {
    body: ['店长对海鲜过敏。', '监事到市二院复查。', '经理甲亢多年。', '出纳正在坐月子。', '保安裸眼视力0.3。', '投资人做了肝脏移植。', '一名61岁的女工。', '司机被采集了尿样。', '其步态特征与录像相符。'],
    belief: ['业主常年持斋。', '股东供奉关公。', '她到教堂做礼拜。', '会计早年出家。'],
    means: ['其在农村信用社有活期存款十万元。', '厂长购置了豪宅。', '老板的个税欠缴两万元。', '店主投保了意外险。', '其子名下有宝马一辆。', '其驾驶的苏E·7K21B轿车。'],
    life: ['其妻与其分居。', '出纳膝下有一女。', '经理在缓刑期内。', '监事系预备役人员。', '店主多次上访。', '业务员入住某宾馆。', '其住和平里6栋1103室。'],
    accounts: ['快手号wang_886', '微博账号lin.2003', '邮箱chenli1992@163-mail.cn', '邮箱li.ming@example.org', '店主电话：151234567'],
    signs: ['--... --... .---- ..... ....- ...-- ----. -----', 'IX II IV I I VIII V II X VI VI'],
  }
  for (const texts of Object.values(families)) all(texts, ['returned', 'refused'])
})

test('the same words of goods, of organisations and of their own accounts pass', () => {
  all([
    '宾馆未登记住宿信息。', '教堂消防通道堵塞。', '血压计超过检定周期。', '过敏原检测试剂未注册。', '公司活期存款被冻结。', '其住所和平里6栋1103室。', '官方微博账号shop_2020发布虚假广告', '邮箱customer.service@example.com',
    '客服热线95512', '目录 ..... ..... ..... ..... ..... ..... .....', '货车苏E7K21B超限运输。', '豪宅样板间虚假宣传。', 'Annex II, Part IV, Section VI', '社区矫正局', '定期存款利率违规。',
  ], ['passed'])
})
