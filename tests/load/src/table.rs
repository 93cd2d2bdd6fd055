//! The results as text, for a person at a terminal.

use crate::goals::Verdict;
use crate::page::Page;
use crate::report::{ListRow, Pace, Report, SightsRow, Streams, WriteKind, WriteRow};

/// Prints everything that was measured.
pub(crate) fn print(report: &Report) {
    println!("\n{}; load {:.1} before, {:.1} after", report.machine, report.load_before, report.load_after);
    if report.quick {
        println!("A quick run: too short to be quoted.");
    }
    lists(&report.lists);
    writes(&report.writes);
    report.streams.iter().for_each(streams);
    for SightsRow { sights, row } in &report.sights {
        println!(
            "{} viewers, {sights} parts: CPU {:.1} %, memory {:.1} MB (peak {:.1}), fan-out {:.1} ms",
            row.viewers, row.cpu_percent, row.memory_mb, row.peak_mb, row.fan_out_ms
        );
    }
    report.page.iter().for_each(page);
    goals(report);
}

fn lists(rows: &[ListRow]) {
    if rows.is_empty() {
        return;
    }
    println!("\nlists: one page of 100 units, {} connections kept", crate::wrk::CONNECTIONS);
    println!("{:<20} {:<28} {:>10} {:>9} {:>9} {:>8}", "", "", "a second", "p50 ms", "p99 ms", "± %");
    for ListRow { fleet, way, rate } in rows {
        println!(
            "{fleet:<20} {:<28} {:>10.0} {:>9.2} {:>9.2} {:>8.0}",
            way.name(),
            rate.per_second,
            rate.p50_ms,
            rate.p99_ms,
            rate.spread_percent / 2.0
        );
    }
}

fn writes(rows: &[WriteRow]) {
    if rows.is_empty() {
        return;
    }
    println!("\nwrites: one after another, in turns (medians)");
    println!("{:<20} {:<30} {:>10} {:>10} {:>8} {:>7}", "", "", "direct ms", "proxy ms", "more ms", "ratio");
    for row in rows {
        let kind = match row.kind {
            WriteKind::DesiredState => "desired state",
            WriteKind::Create => "create",
        };
        let pace = if row.pace == Pace::LikeReal { ", Fleet slowed" } else { "" };
        println!(
            "{:<20} {:<30} {:>10.3} {:>10.3} {:>8.3} {:>7.2}",
            row.fleet,
            format!("{kind}{pace}"),
            row.direct_p50_ms,
            row.proxied_p50_ms,
            row.proxied_p50_ms - row.direct_p50_ms,
            row.ratio
        );
    }
}

fn streams(streams: &Streams) {
    println!("\nstreams: {} units", streams.units);
    println!(
        "{:>8} {:>16} {:>12} {:>8} {:>10} {:>9} {:>12}",
        "viewers", "Fleet requests", "in readings", "CPU %", "memory MB", "peak MB", "fan-out ms"
    );
    for row in &streams.viewers {
        println!(
            "{:>8} {:>16} {:>12} {:>8.1} {:>10.1} {:>9.1} {:>12.1}",
            row.viewers,
            row.requests,
            row.readings,
            row.cpu_percent,
            row.memory_mb,
            row.peak_mb,
            row.fan_out_ms
        );
    }
    let delay = &streams.delay;
    println!(
        "a change to the stream: {:.0} ms (max {:.0}): waits {:.0} for the next reading, {:.0} for Fleet's answers, \
         {:.1} in Quarterdeck (max {:.1}); {} changes",
        delay.total_p50,
        delay.total_max,
        delay.wait_p50,
        delay.reading_p50,
        delay.own_p50,
        delay.own_max,
        delay.changes
    );
    let bytes = &streams.bytes;
    println!(
        "a change on the wire: one unit {} B; {} units together {:.0} B each",
        bytes.single, bytes.together, bytes.each
    );
}

fn page(page: &Page) {
    println!("\n{:<44} {:>10} {:>10}", "first load", "raw KB", "brotli KB");
    #[expect(clippy::cast_precision_loss, reason = "files are far smaller than 2^52 bytes")]
    let kilobytes = |bytes: u64| bytes as f64 / 1e3;
    for file in &page.files {
        println!("{:<44} {:>10.1} {:>10.1}", file.name, kilobytes(file.raw), kilobytes(file.brotli));
    }
    println!("{:<44} {:>10} {:>10.1}", "together", "", kilobytes(page.brotli()));
    if page.browser.is_empty() {
        return println!("no browser has measured the page");
    }
    println!("\nthe page in Chromium, times in ms");
    println!(
        "{:>7} {:>14} {:>11} {:>11} {:>10} {:>22} {:>12} {:>8}",
        "units",
        "after snapshot",
        "after click",
        "filter key",
        "its max",
        "frames p50/p95/max",
        "JS heap MB",
        "wasm MB"
    );
    for row in &page.browser {
        let frames = format!("{:.1}/{:.1}/{:.1}", row.frame_p50_ms, row.frame_p95_ms, row.frame_max_ms);
        println!(
            "{:>7} {:>14.0} {:>11.0} {:>11.1} {:>10.1} {:>22} {:>12.1} {:>8.1}",
            row.units,
            row.list_after_snapshot_ms,
            row.list_after_navigation_ms,
            row.filter_key_p50_ms,
            row.filter_key_max_ms,
            frames,
            row.js_heap_mb,
            row.wasm_mb
        );
    }
}

fn goals(report: &Report) {
    println!("\n{:<64} {:<26} {:<12} measured", "goal", "", "");
    for goal in &report.goals {
        let verdict = match goal.verdict {
            Verdict::Met => "met",
            Verdict::Missed => "MISSED",
            Verdict::NotMeasured => "not measured",
        };
        println!("{:<64} {:<26} {:<12} {}", goal.what, goal.goal, verdict, goal.measured);
    }
}
