/** Problems of texts that cannot be kept: status, sentences in both languages. */

type Said = readonly [title: string, detail: string, cure: string]
export type TextProblem = 'text-unsound' | 'text-overlong' | 'text-expected' | 'escape-unreadable' | 'body-too-nested' | 'form-expected' | 'typed-unsound'

export const textProblems: Readonly<Record<TextProblem, readonly [status: number, zh: Said, en: Said]>> = {
  'text-unsound': [400, ['文字中有不能保存的字符', '{where}：{why}。没有办理任何事项。', '去掉该字符，或者换成规范的汉字、字母，再提交。'],
    ['A text holds a character that cannot be kept', '{where}: {why}. Nothing was done.', 'Take that character out, or write the standard one, and send it again.']],
  'typed-unsound': [400, ['填写的文字中有不能保存的字符', '{why}。该字符已去掉，没有办理任何事项。', '核对文字，重新选择文件，再提交。'],
    ['What was typed holds a character that cannot be kept', '{why}. That character was left out; nothing was done.', 'Look over the text, choose the files again, and send it again.']],
  'text-overlong': [400, ['文字过长', '{where}：{why}。没有办理任何事项。', '缩短后再提交；篇幅长的材料作为文件提交。'],
    ['A text is too long', '{where}: {why}. Nothing was done.', 'Shorten it and send it again; send long material as a file.']],
  'text-expected': [400, ['应为文字', '{where}：{why}。没有办理任何事项。', '按接口说明 /api/openapi.json 填写该项。'],
    ['A text is expected', '{where}: {why}. Nothing was done.', 'Give this field as /api/openapi.json describes it.']],
  'escape-unreadable': [400, ['转义无法读取', '请求的 {where} 中，“%”之后不是 UTF-8 字符的编码。', '按 UTF-8 逐字节转义后再提交；“%”本身写作 %25。'],
    ['An escape cannot be read', 'In the {where} of the request, what follows a “%” encodes no UTF-8 character.', 'Escape the UTF-8 bytes, a “%” itself as %25, and send it again.']],
  'body-too-nested': [400, ['内容层次过多', '{where}：嵌套过深，或者项目过多。没有办理任何事项。', '按接口说明 /api/openapi.json 的结构提交。'],
    ['Too many levels or members', '{where}: nested too deeply, or too many members. Nothing was done.', 'Send it in the shape /api/openapi.json describes.']],
  'form-expected': [400, ['这里应提交表单', '收到的不是表单的各个栏目。没有办理任何事项。', '以 application/x-www-form-urlencoded 提交各个栏目。'],
    ['A form is expected here', 'What came is not the fields of a form. Nothing was done.', 'Send the fields as application/x-www-form-urlencoded.']],
}
