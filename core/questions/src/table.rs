//! All templates.

use crate::Topic;
use crate::template::Template;
use crate::topics;

/// All templates, topic by topic.
pub static TEMPLATES: [&[&Template]; 9] = [
    topics::libraries::TEMPLATES,
    topics::mobilenet::TEMPLATES,
    topics::quantization::TEMPLATES,
    topics::distillation::TEMPLATES,
    topics::pruning::TEMPLATES,
    topics::distributed::TEMPLATES,
    topics::federated::TEMPLATES,
    topics::accelerators::TEMPLATES,
    topics::containers::TEMPLATES,
];

/// The template of a name.
pub fn find(id: &str) -> Option<&'static Template> {
    TEMPLATES.into_iter().flatten().copied().find(|template| template.id == id)
}

/// The templates of a topic.
pub fn of_topic(topic: Topic) -> impl Iterator<Item = &'static Template> {
    TEMPLATES.into_iter().flatten().copied().filter(move |template| template.topic == topic)
}
