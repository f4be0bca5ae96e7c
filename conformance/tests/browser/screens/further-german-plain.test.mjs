// Further screens in German without JavaScript, narrow and dark.

import { walkFurther } from '../../../harness/further-screens.mjs';

walkFurther({ language: 'de', javaScript: false, width: 320, colorScheme: 'dark' });
