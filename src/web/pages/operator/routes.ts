/** The operator's console, for those who run the register. */
import type { SignedRoute } from '../../routes.ts'
import { accountsRoom, doSignOut } from './accounts.ts'
import { clocksRoom, doInterval, doPeriod } from './clocks.ts'
import { day, doRun, runNow, runsPage } from './day.ts'
import { deliveriesRoom, doReturnedPeriod } from './deliveries.ts'
import { doIncident, incidentsRoom } from './incidents.ts'
import { doWithdraw, statementPage, statementsRoom } from './statements.ts'
import { doNotice, lawRoom } from './law.ts'
import { auditPage, doAudit, logRoom } from './log.ts'
import { doEraseUnreadable, unreadableRoom } from './unreadable.ts'
import { doUnit, newUnit, unitPage, unitsRoom } from './units.ts'

const enter = ['operate'] as const

export const operatorPages: readonly SignedRoute[] = [
  { path: '/desk/operate', enter, get: day },
  { path: '/desk/operate/run', enter, get: runNow, post: doRun, patient: 'a run of the day takes as long as there are records due' },
  { path: '/desk/operate/runs', enter, get: runsPage },
  { path: '/desk/operate/deliveries', enter, get: deliveriesRoom, post: doReturnedPeriod },
  { path: '/desk/operate/clocks', enter, get: clocksRoom },
  // After an error the reader may reload: the address then answers with the room itself.
  { path: '/desk/operate/clocks/period', enter, get: clocksRoom, post: doPeriod },
  { path: '/desk/operate/clocks/interval', enter, get: clocksRoom, post: doInterval },
  { path: '/desk/operate/log', enter, get: logRoom, post: doAudit },
  { path: '/desk/operate/log/audits/:id', enter, get: auditPage },
  { path: '/desk/operate/law', enter, get: lawRoom, post: doNotice },
  { path: '/desk/operate/units', enter, get: unitsRoom },
  { path: '/desk/operate/units/new', enter, get: newUnit, post: doUnit },
  { path: '/desk/operate/units/:code', enter, get: unitPage },
  { path: '/desk/operate/accounts', enter, get: accountsRoom },
  { path: '/desk/operate/accounts/:account/sign-out', enter, post: doSignOut },
  { path: '/desk/operate/incidents', enter, get: incidentsRoom, post: doIncident },
  { path: '/desk/operate/statements', enter, get: statementsRoom, post: doWithdraw },
  { path: '/desk/operate/statements/:statement', enter, get: statementPage },
  { path: '/desk/operate/incidents/unreadable', enter, get: unreadableRoom, post: doEraseUnreadable },
]
