// Every screen in Arabic, narrow and dark.

import { walk } from '../../../harness/screens.mjs';

walk({ language: 'ar', javaScript: true, width: 320, colorScheme: 'dark' });
