import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inField } from './digest.ts'

test('a field that this register does not have is no place of its own: nothing of its name is kept', () => {
  for (const name of ['身份证440106198001010019X', '负责人患有肺结核', 'zhangwei', 'constructor', '__proto__', '']) assert.equal(inField(name), 'form/other')
  assert.equal(inField('reason'), 'form/reason')
})
