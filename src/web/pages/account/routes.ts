/** Pages of people who sign in. */
import type { Route } from '../../routes.ts'
import { accountHome } from './account.ts'
import { keptPages } from './kept.ts'
import { keyPages } from './keys.ts'
import { memberPages } from './members.ts'
import { signInPages, signOutPages } from './sign-in.ts'

export const accountPages: readonly Route[] = [...signInPages, ...signOutPages, ...accountHome, ...keptPages, ...memberPages, ...keyPages]
