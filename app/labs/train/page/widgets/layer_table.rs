//! The network as a table: what each layer gives and what it costs.

use super::blocks::block_of;
use super::texts::{say, use_texts};
use karui_protocol::{Figure, How, Layer, Network};
use karui_shell::i18n::op_name;
use karui_ui::figure::FigureButton;
use karui_ui::reactive::{flag, handler, maybe_view, memo, text, views};
use leptos::prelude::*;

/// A column of figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Params,
    Macs,
    Bytes,
}

impl Column {
    const ALL: [Column; 3] = [Column::Params, Column::Macs, Column::Bytes];

    fn of(self, layer: &Layer) -> &Figure {
        match self {
            Column::Params => &layer.params,
            Column::Macs => &layer.macs,
            Column::Bytes => &layer.bytes,
        }
    }

    fn total(self, network: &Network) -> &Figure {
        match self {
            Column::Params => &network.params,
            Column::Macs => &network.macs,
            Column::Bytes => &network.bytes,
        }
    }
}

/// `part` of `whole`, 0 where there is no whole.
fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { (part / whole).clamp(0.0, 1.0) } else { 0.0 }
}

/// Each layer's output, parameters, multiply-adds, bytes and milliseconds, with its share of the whole; totals below.
#[component]
pub fn LayerTable(
    /// The network.
    #[prop(into)]
    network: Signal<Option<Network>>,
    /// Milliseconds of each layer; empty before they were measured.
    #[prop(into)]
    times: Signal<Vec<Figure>>,
    /// Milliseconds of one image through the whole network, for the foot.
    #[prop(into, optional)]
    latency: Signal<Option<Figure>>,
    /// The chosen layer.
    #[prop(into)]
    selected: Signal<usize>,
    /// Told the layer that is chosen.
    #[prop(into)]
    on_select: Callback<usize>,
    /// Asked to measure the layers.
    #[prop(into)]
    on_measure: Callback<()>,
) -> impl IntoView {
    let (lang, t) = (karui_ui::use_lang(), use_texts());
    let slowest = memo(move || times.with(|t| t.iter().map(|f| f.value).fold(0.0, f64::max)));
    let column_name = move |column: Column| {
        let t = t.get();
        match column {
            Column::Params => t.params,
            Column::Macs => t.macs,
            Column::Bytes => t.bytes,
        }
    };
    let label = move |what: &'static str, of: &str| format!("{what} · {of}");
    let row = move |i: usize, layer: Layer, network: &Network| {
        let figures = views(Column::ALL.map(|column| {
            let figure = column.of(&layer).clone();
            let part = share(figure.value, column.total(network).value);
            let name = layer.name.clone();
            let nothing = figure.value == 0.0;
            view! {
                <td class:nothing=nothing>
                    <FigureButton
                        figure=Signal::stored(Some(figure))
                        label=Signal::derive(move || label(column_name(column), &name))
                    />
                    <span class="w-bar" style:--share=part.to_string()></span>
                </td>
            }
        }));
        let time = memo(move || times.with(|t| t.get(i).filter(|f| was_timed(f)).cloned()));
        let time_share = move || share(time.with(|f| f.as_ref().map_or(0.0, |f| f.value)), slowest.get()).to_string();
        let (name, op, output) = (layer.name.clone(), layer.op.clone(), layer.output.to_string());
        // Below its block's heading, the rest of the name will do.
        let block = block_of(&layer.name);
        let in_block = block.is_some();
        let short = block.map_or(layer.name.as_str(), |b| &layer.name[b.len() + 1..]).to_owned();
        view! {
            <tr class:selected=flag(move || selected.get() == i) class:in-block=in_block>
                <th scope="row">
                    <button
                        type="button"
                        class="w-layer"
                        aria-pressed=text(move || (selected.get() == i).to_string())
                        on:click=handler(move |_| on_select.run(i))
                    >
                        <span class="w-layer-name">{short}</span>
                        <span class="w-layer-op muted">{text(move || op_name(lang.get(), &op).to_owned())}</span>
                        // On a narrow page instead of the column.
                        <span class="w-layer-output muted num" aria-hidden="true">{output.clone()}</span>
                    </button>
                </th>
                <td class="w-output num">{output}</td>
                {figures}
                <td>
                    <FigureButton figure=time label=Signal::derive(move || label(t.get().time, &name))/>
                    <span class="w-bar" style:--share=text(time_share)></span>
                </td>
            </tr>
        }
    };
    let body = move || {
        network.with(|network| {
            let network = network.as_ref()?;
            let rows = network.layers.iter().enumerate().map(|(i, layer)| {
                // A block's first layer is preceded by the block's name.
                let block = block_of(&layer.name);
                let starts = block.is_some() && (i == 0 || block_of(&network.layers[i - 1].name) != block);
                let head = starts.then(|| {
                    let name = block.unwrap_or_default().to_owned();
                    view! { <tr class="w-block"><th colspan="6" scope="rowgroup">{name}</th></tr> }.into_any()
                });
                view! { {head} {row(i, layer.clone(), network)} }
            });
            Some(views(rows))
        })
    };
    let foot = move || {
        let totals = views(Column::ALL.map(|column| {
            let figure = Signal::derive(move || network.with(|n| n.as_ref().map(|n| column.total(n).clone())));
            let name = Signal::derive(move || label(column_name(column), t.get().whole_network));
            view! { <td><FigureButton figure label=name/></td> }
        }));
        let name = Signal::derive(move || label(t.get().time, t.get().whole_network));
        view! {
            <tr>
                <th scope="row">{say(|t| t.whole_network)}</th>
                <td class="w-output"></td>
                {totals}
                <td><FigureButton figure=latency label=name/></td>
            </tr>
        }
    };
    view! {
        <div class="w-layers">
            <div class="w-layers-head">
                <p class="muted">{say(|t| t.table_hint)}</p>
                <button type="button" class="btn" on:click=handler(move |_| on_measure.run(()))>{say(|t| t.measure)}</button>
            </div>
            <div class="w-scroll" tabindex="0" role="region" aria-label=say(|t| t.layers)>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{say(|t| t.layer)}</th>
                            <th scope="col" class="w-output">{say(|t| t.output)}</th>
                            {views(Column::ALL.map(|c| view! { <th scope="col" class="w-right">{text(move || column_name(c))}</th> }))}
                            <th scope="col" class="w-right">{say(|t| t.time)}</th>
                        </tr>
                    </thead>
                    <tbody>{maybe_view(body)}</tbody>
                    <tfoot>{foot()}</tfoot>
                </table>
            </div>
        </div>
    }
    .into_any()
}

/// Whether the layer runs by itself. One that is fused into another, or only renames its input, has no time of its own.
fn was_timed(figure: &Figure) -> bool {
    !matches!(&figure.how, How::Timed { samples, .. } if samples.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_a_part_of_one() {
        assert_eq!((share(1.0, 4.0), share(1.0, 0.0), share(5.0, 4.0)), (0.25, 0.0, 1.0));
    }
}
