/** Whether whoever starts or commands brings the register this database holds, and what to do where not. Pure. */
import type { Text2 } from '../../law/types.ts'

/** What a database says of the register it holds. */
export type RegisterIdentity = {
  /** origin line of the log's checkpoints */
  readonly origin: string
  /** verifier key of the log: `name+id+base64` */
  readonly logKey: string
  readonly pack: string
  /** `pack@revision national@revision` */
  readonly law: string
  /** made for drills: may be run on any day */
  readonly drill: boolean
  /** where it was last started; null: not noted */
  readonly place: string | null
}

/** What a start or a command brings. */
export type Brought = {
  /** the data folder, for the words */
  readonly folder: string
  /** named by PROBITY_PACK; null: whatever the register has */
  readonly pack: string | null
  /** of keys/log.name; null: there is none */
  readonly logName: string | null
  /** verifier key of keys/log.key under the register's origin; null: there is none */
  readonly logKey: string | null
  /** null: not to be compared (the commands of a register that runs) */
  readonly place: string | null
  /** the day of PROBITY_TODAY; null: the clock's */
  readonly today: string | null
}

export type IdentityRefusalCode =
  | 'other-pack' | 'other-law' | 'key-missing' | 'name-missing' | 'other-key' | 'other-place' | 'moved-away' | 'not-a-drill' | 'no-register' | 'served-already' | 'still-runs' | 'runs-now'

/** A start or a command that would make two of one register, or another of it. One sentence, with the way to what was meant. */
export class IdentityRefused extends Error {
  readonly code: IdentityRefusalCode
  readonly text: Text2
  constructor(code: IdentityRefusalCode, text: Text2) {
    super(text.en)
    this.code = code
    this.text = text
  }
}

/** The first thing that does not fit, worst first; null where all does. The texts of the law are compared apart (`lawRefused`). */
export function unlike(known: RegisterIdentity, brought: Brought): IdentityRefused | null {
  const { folder } = brought
  if (brought.logName === null || brought.logKey === null) {
    const file = brought.logKey === null ? 'keys/log.key' : 'keys/log.name'
    return new IdentityRefused(brought.logKey === null ? 'key-missing' : 'name-missing', {
      en: `${folder} holds no ${file}, and this database's log (${known.origin}) is signed with it: bring the file back from your backup, `
        + 'or set PROBITY_DATA to the folder that holds it; where it is lost for good, "probity log successor" begins a stated successor of the log.',
      zh: `${folder}中没有${file}，而本数据库的日志（${known.origin}）须由其签署：请从备份恢复该文件，或将PROBITY_DATA设为存有该文件的目录；确已遗失的，以“probity log successor”公开声明后继日志。`,
    })
  }
  if (brought.logKey !== known.logKey || !known.origin.endsWith(`/${brought.logName}`)) {
    return new IdentityRefused('other-key', {
      en: `The keys in ${folder} are not those of this database's log (${known.origin}): set PROBITY_DATA to the data folder of that register, `
        + 'or DATABASE_URL to an empty database for a register of its own; where its key is lost for good, "probity log successor" begins a stated successor of the log.',
      zh: `${folder}中的密钥不属于本数据库的日志（${known.origin}）：请将PROBITY_DATA设为该登记簿的数据目录，或将DATABASE_URL指向空数据库另建登记簿；密钥确已遗失的，以“probity log successor”公开声明后继日志。`,
    })
  }
  if (brought.pack !== null && brought.pack !== known.pack) {
    return new IdentityRefused('other-pack', {
      en: `This database's register runs under ${known.pack}, and PROBITY_PACK names ${brought.pack}: leave PROBITY_PACK out, or set PROBITY_DATA to another folder `
        + `(and DATABASE_URL to another database) for a register under ${brought.pack}.`,
      zh: `本数据库的登记簿适用${known.pack}，而PROBITY_PACK为${brought.pack}：请去掉PROBITY_PACK；要另建适用${brought.pack}的登记簿，请另设PROBITY_DATA（和DATABASE_URL）。`,
    })
  }
  if (brought.today !== null && !known.drill) {
    return new IdentityRefused('not-a-drill', {
      en: `PROBITY_TODAY is ${brought.today}, but this register was not made for drills: others rely on its acts, and those of a drill would stay. `
        + 'Leave PROBITY_TODAY out, or set PROBITY_DATA to an empty folder for a drill.',
      zh: `PROBITY_TODAY为${brought.today}，但本登记簿并非为演练而建：他人依赖其中的行为，演练的行为无法撤去。请去掉PROBITY_TODAY，或将PROBITY_DATA设为空目录另行演练。`,
    })
  }
  if (brought.place !== null && known.place !== null && brought.place !== known.place) {
    return new IdentityRefused('other-place', {
      en: `This register was last started at ${known.place} and is now at ${brought.place}: if it was moved or restored from a backup, and the other will never be started again, `
        + 'say so with "probity moved"; a copy that runs beside it would split the log, so for a trial of its own use an empty PROBITY_DATA.',
      zh: `本登记簿上次在${known.place}启动，现在位于${brought.place}：确系迁移或由备份恢复、原处不再启动的，以“probity moved”声明；与原处并行的副本会使日志分叉，试用请另设空的PROBITY_DATA。`,
    })
  }
  return null
}

/** The texts this program brings, against those the register runs under. */
export function lawRefused(known: RegisterIdentity, law: string): IdentityRefused | null {
  if (known.law === law) return null
  return new IdentityRefused('other-law', {
    en: `This register runs under ${known.law}, and this program brings ${law}: "probity law load" shows whose dates that changes and, with --yes, loads it; `
      + 'or start the version of the program (or the PROBITY_PACKS) that the register ran with.',
    zh: `本登记簿适用${known.law}，而本程序带有${law}：以“probity law load”查看哪些日期会变，加--yes即行载入；或者使用登记簿原来的程序版本（或PROBITY_PACKS）。`,
  })
}

/** This folder was left behind: its register goes on elsewhere. */
export const movedAway = (folder: string, to: string): IdentityRefused => new IdentityRefused('moved-away', {
  en: `The register of ${folder} was moved and goes on at ${to}: start it there; where it is to come back here, copy its data folder back and say so with "probity moved".`,
  zh: `${folder}的登记簿已迁至${to}继续运行：请在那里启动；要迁回此处的，请先拷回数据目录，再以“probity moved”声明。`,
})
