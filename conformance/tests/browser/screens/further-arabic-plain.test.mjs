// Further screens in Arabic without JavaScript, wide and light.

import { walkFurther } from '../../../harness/further-screens.mjs';

walkFurther({ language: 'ar', javaScript: false, width: 1280, colorScheme: 'light' });
