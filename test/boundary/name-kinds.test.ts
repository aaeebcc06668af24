/** Kinds of names in a narrative that once came in, and what reads like one and is none; each with samples of its own. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseBoundary } from '../../src/register/boundary/boundary.ts'
import { scanner } from '../../src/register/boundary/scan.ts'

const boundary = parseBoundary(readFileSync(new URL('../../packs/boundary.yaml', import.meta.url), 'utf8'))
const narrative = scanner({ boundary, pack: 'guangdong', today: '2026-11-30', minorsUnderYears: 14 }).rows(['违法事实'])
const found = (text: string) => narrative.scan([text]).filter((f) => f.code === 'person-named')
const letIn = (texts: readonly string[]) => texts.filter((text) => found(text).length === 0)
const stopped = (texts: readonly string[]) => texts.filter((text) => found(text).length > 0)

test('behind an office of persons a name is one, whatever verb and whatever organisation follows', () => {
  assert.deepEqual(letIn([
    '会计周敏核销公司账目', '厂长孙建组织工人搬运车间设备', '出纳吴霞转移企业资金', '驾驶员郑凯闯入物流园区', '员工何静补办养老保险手续', '店长马超打烊后锁闭门店', '保安林峰看守仓库及车间', '业务员黄海联络十余家企业',
    '质检员宋佳放行该批食品', '仓管员韩磊私运公司货物', '证人曹颖目睹当日工程坍塌',
  ]), [])
})

test('words for persons that no list of offices has lead to a name', () => {
  assert.deepEqual(letIn(['供料人钱进未提供合格证', '过磅员孙志强记录重量', '涉案车辆的挂靠者是冯国强', '爆破作业人员苏大勇无证作业', '介绍人：于海洋']), [])
})

test('surnames of few bearers, and of two characters, behind an office', () => {
  assert.deepEqual(letIn(['法定代表人：漆志勇', '负责人达明远未到场', '经理呼建军签收', '证明人：闾丘文华', '会计淳玉兰做账', '电工长建国无证上岗']), [])
  assert.deepEqual(stopped(['会计年度终了', '员工长期未签订合同', '负责人次日到场', '经理多次催告', '最近一个会计年度']), [])
})

test('who is named by nickname, by surname and title, or character by character', () => {
  assert.deepEqual(letIn(['门卫老周证明车辆离厂', '店员小孙收款', '店主阿芳承认', '钱主任批示同意', '王总表示知情', '陈医生开具处方', '责任人：周、建、国', '负责人：吴.德.胜']), [])
  assert.deepEqual(stopped(['老板娘承认', '总经理小时候', '基金经理变更', '园林处长期未整改', '方总额', '负责人：甲、乙、丙']), [])
})

test('a word of grammar within a given name, a given name that is a word, a part of an ethnic name alone', () => {
  assert.deepEqual(letIn(['投保人方和平在该公司投保', '背书人为余不凡。', '操作工高兴未佩戴防护', '牧民才让东知将草场租出', '负责人扎西达娃未到']), [])
})

test('Chinese names in small letters, with tones or behind an office', () => {
  assert.deepEqual(letIn(['负责人zhāng wěi míng签字', '法定代表人li xiaohong', '经办 chén jìng']), [])
  assert.deepEqual(stopped(['wo men de chan pin', 'made in china', 'quality assurance system']), [])
})

test('traditional characters are read as the simplified ones', () => {
  assert.deepEqual(letIn(['負責人張偉未到場', '經理黃志強簽字', '法定代表人：陳國華', '對劉麗華採取出具警示函', '東主鄭麗娟承認']), [])
  assert.deepEqual(stopped(['該公司未按規定公示年度報告', '責令限期改正', '香港華潤有限公司']), [])
})

test('an office that is the end of a place, a word or a longer office is none', () => {
  assert.deepEqual(stopped(['厂址位于东莞市长安镇振安路8号', '南阳市长江路', '岳阳市长康镇', '岭湾市鹭溪县长源木业有限责任公司', '安全管理人员高峰期间脱岗', '注册会计师未执行函证程序']), [])
  assert.deepEqual(letIn(['副市长王建国出席', '时任县长李志强批示']), [])
})

test('organisations whose names hold a word of grammar, goods, sights and brands are nobody', () => {
  assert.deepEqual(stopped([
    '向海银不动产经纪有限公司购进原料', '深圳市林涛不锈钢制品有限公司', '与郑州瑞和物流服务有限公司签订合同', '药品名称：何首乌、徐长卿', '产品名称：黄飞红花生', '康乐宫、滕王阁景区门票',
    'Estée Lauder 化妆品有限公司', 'Jack Wolfskin 品牌服装不合格', '安全投入不足，安 全管理不到位',
  ]), [])
})

test('behind an office, 由, 和, 向 and 于 are words before they are surnames; a given name behind one is a doubt', () => {
  assert.deepEqual(stopped([
    '安委会主任由行政副总兼任', '质量负责人和安全总监未到岗', '监事长由职工大会选举', '厂长和卫生管理员均未培训', '经理向监管部门报告', '负责人于近日到场', '院长应强化管理', '会计和出纳由一人兼任',
    '校长由教育局任免', '董事由股东会选举产生', '安全员和质量员未持证', '负责人及安全员未到场', '组长由技术骨干担任',
  ]), [])
  assert.deepEqual(letIn(['会计于建国未到场', '经理向明签字', '监事和志强签字', '负责人应建军承认', '法定代表人成功未出席听证', '出纳达志明未到']), [])
  assert.ok(found('会计于建国未到场').every(({ certainty }) => certainty === 'doubtful'))
})

test('a Latin name before an office of which a word is a form too; plants and brands that read as names', () => {
  assert.deepEqual(letIn(['signed by Zhang Hongwei, general manager']), [])
  assert.deepEqual(stopped(['销售的鱼腥草、车前草未标明产地', '在城隍庙、孔庙附近占道经营', '未对顾客尽提示义务', '西门子牌断路器不合格']), [])
})

test('a compound surname and a given name that are words both, where nothing stands before', () => {
  assert.deepEqual(letIn(['司马建军拒绝签字', '公孙志强承认', '尉迟文华未到庭', '欧阳雪梅的证言', '没收呼延建平违法所得']), [])
  assert.deepEqual(stopped(['东方建设有限公司未到庭', '南门市场未到场', '西门子牌断路器不合格']), [])
})

test('a word that may be a name, before what only a person does', () => {
  assert.deepEqual(letIn(['白雪未到庭', '高强拒绝签字', '付强称不知情', '经查，江河酒后驾驶货车']), [])
  assert.deepEqual(stopped(['马路上驾驶机动车', '高空作业人员未到场', '金属制品厂职工受伤', '江边酒后作业', '万达广场保安受伤']), [])
})
