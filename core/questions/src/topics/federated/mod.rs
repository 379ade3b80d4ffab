//! Templates on this topic.

use super::templates;

templates!(;);
