// Every screen in German, wide and light.

import { walk } from '../../../harness/screens.mjs';

walk({ language: 'de', javaScript: true, width: 1280, colorScheme: 'light' });
