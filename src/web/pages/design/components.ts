/** Every component that is shown, in the order of the page. */
import { answerComponent, calendarComponent, certificateComponent } from '../../components/calendar.examples.ts'
import type { Component } from '../../components/example.ts'
import { factsComponent } from '../../components/facts.examples.ts'
import { buttonComponent, errorsComponent, fieldComponent } from '../../components/form.examples.ts'
import { lanesComponent } from '../../components/lanes.examples.ts'
import { nameComponent } from '../../components/name.examples.ts'
import { emptyComponent, noticeComponent } from '../../components/notice.examples.ts'
import { progressComponent, stepsComponent } from '../../components/progress.examples.ts'
import { checksComponent, receiptComponent } from '../../components/receipt.examples.ts'
import { recordComponent } from '../../components/record.examples.ts'
import { crumbComponent, searchComponent } from '../../components/search.examples.ts'
import { stateComponent } from '../../components/state-tag.examples.ts'
import { listComponent, stackComponent, tableComponent } from '../../components/table.examples.ts'

export const components: readonly Component[] = [
  nameComponent, stateComponent, buttonComponent, searchComponent, crumbComponent, fieldComponent, errorsComponent, noticeComponent, emptyComponent,
  factsComponent, recordComponent, tableComponent, stackComponent, listComponent, progressComponent, stepsComponent, lanesComponent,
  calendarComponent, answerComponent, certificateComponent, receiptComponent, checksComponent,
]
