// Further screens in German, wide and light.

import { walkFurther } from '../../../harness/further-screens.mjs';

walkFurther({ language: 'de', javaScript: true, width: 1280, colorScheme: 'light' });
