/** Reading YAML as data: the core schema, in which a day is text, and merge keys. Pure. */
import { faultWithin } from '../text/within.ts'
import { whyNot } from '../text/words.ts'
import { CORE_SCHEMA, load, Type, YAMLException } from 'js-yaml'

const merge = new Type('tag:yaml.org,2002:merge', { kind: 'scalar', resolve: (data: unknown) => data === '<<' || data === null })
const schema = CORE_SCHEMA.extend({ implicit: [merge] })

/** @throws {YamlFault} with the line, counted from 1, of what is not YAML */
export function readYaml(text: string): unknown {
  try {
    const value = load(text, { schema })
    const fault = faultWithin(value)
    if (fault !== null) throw new YamlFault(`${fault.where.join('.')}: ${whyNot(fault.refusal).en}`, null)
    return value
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    throw new YamlFault(error.reason, error.mark?.line === undefined ? null : error.mark.line + 1)
  }
}

export class YamlFault extends Error {
  readonly reason: string
  readonly line: number | null
  constructor(reason: string, line: number | null) {
    super(line === null ? reason : `line ${line}: ${reason}`)
    this.reason = reason
    this.line = line
  }
}
