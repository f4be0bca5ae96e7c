// Every screen in Arabic without JavaScript, wide and light.

import { walk } from '../../../harness/screens.mjs';

walk({ language: 'ar', javaScript: false, width: 1280, colorScheme: 'light' });
