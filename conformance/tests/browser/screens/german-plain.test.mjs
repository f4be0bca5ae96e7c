// Every screen in German without JavaScript, narrow and dark.

import { walk } from '../../../harness/screens.mjs';

walk({ language: 'de', javaScript: false, width: 320, colorScheme: 'dark' });
