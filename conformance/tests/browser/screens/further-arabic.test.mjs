// Further screens in Arabic, narrow and dark.

import { walkFurther } from '../../../harness/further-screens.mjs';

walkFurther({ language: 'ar', javaScript: true, width: 320, colorScheme: 'dark' });
