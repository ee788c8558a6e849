using System.Net;
using CheckIn.Contract;
using CheckIn.Gate.Kiosk.Guards;
using CheckIn.Gate.Lanes;
using CheckIn.Settings;

namespace CheckIn.Gate.Kiosk;

/// <summary>The pages as HTML; every text that comes from settings or from a code is encoded.</summary>
internal static class KioskHtml
{
    /// <summary>A lane's screen, as it is at this moment.</summary>
    /// <param name="lane">Its name.</param>
    /// <param name="screens">What is shown.</param>
    /// <param name="hasGuards">Whether somebody has a PIN here.</param>
    internal static string Lane(string lane, Screens screens, bool hasGuards)
    {
        var (now, options) = (screens.MessageOf(lane), screens.Options);
        var lost = new ScreenView(ScreenKind.OutOfOrder);
        return Page(options.Place.Length > 0 ? options.Place : lane, $"""
            <body data-lane="{Text(lane)}" data-kind="{now.Kind}">
            {Header(options, hasGuards ? lane : null)}
            <main role="status" aria-live="assertive" aria-atomic="true">
            {Shapes}
            <div class="words">
            <h1 id="vi-title" lang="vi">{Text(now.Vi.Title)}</h1>
            <p id="en-title" lang="en">{Text(now.En.Title)}</p>
            </div>
            <p id="name">{Text(now.Name ?? "")}</p>
            <div class="next">
            <p id="vi-text" lang="vi">{Text(now.Vi.Text)}</p>
            <p id="en-text" lang="en">{Text(now.En.Text)}</p>
            </div>
            </main>
            {Lost(ScreenWords.Of(lost, Direction.In, Language.Vietnamese),
                ScreenWords.Of(lost, Direction.In, Language.English))}
            </body>
            """);
    }

    /// <summary>Which screens there are.</summary>
    internal static string Lanes(IReadOnlyList<LaneOptions> lanes, KioskOptions options)
    {
        var links = string.Concat(lanes.Select(static lane =>
            $"""<li><a href="/lanes/{Text(lane.Name)}">{Text(lane.Name)} <small>{Way(lane.Direction)}</small></a></li>"""));
        return Page(options.Place, $"""
            <body data-kind="lanes">
            {Header(options)}
            <main>
            <h1 lang="vi">{(lanes.Count == 0 ? "Cổng chưa sẵn sàng" : "Màn hình này ở làn nào?")}</h1>
            <p lang="en">{(lanes.Count == 0 ? "The gate is not ready yet" : "At which lane is this screen?")}</p>
            <ul>{links}</ul>
            </main>
            </body>
            """);
    }

    /// <summary>A page of this machine.</summary>
    /// <param name="title">Its name.</param>
    /// <param name="body">The whole body.</param>
    /// <param name="head">What its head has besides; null = what a screen's has.</param>
    internal static string Page(string title, string body, string? head = null) => $"""
        <!doctype html>
        <html lang="vi">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Text(title.Length > 0 ? title : "CheckIn")}</title>
        <link rel="stylesheet" href="/kiosk.css">
        {head ?? OfScreen}
        </head>
        {body}
        </html>
        """;

    private const string OfScreen = """
        <script src="/kiosk.js" defer></script><noscript><meta http-equiv="refresh" content="2"></noscript>
        """;

    /// <param name="options">What it says.</param>
    /// <param name="guardsLane">From which lane's screen guards go to their page; null = there are none, or they are there.</param>
    internal static string Header(KioskOptions options, string? guardsLane = null) => $"""
        <header><b>{Text(options.Place)}</b>{(options.Support.Length == 0 ? ""
            : $"""<span><span lang="vi">Hỗ trợ</span> · <span lang="en">Help</span> <b>{Text(options.Support)}</b></span>""")}{(guardsLane is null ? ""
            : $"""<a href="{GuardHtml.Root}?lane={Uri.EscapeDataString(guardsLane)}"><span lang="vi">Bảo vệ</span> · <span lang="en">Guard</span></a>""")}</header>
        """;

    /// <summary>What the page shows when it does not hear the gate any more.</summary>
    private static string Lost(ScreenText vi, ScreenText en) => $"""
        <template id="lost" data-vi-title="{Text(vi.Title)}" data-vi-text="{Text(vi.Text)}"
        data-en-title="{Text(en.Title)}" data-en-text="{Text(en.Text)}"></template>
        """;

    private static string Way(Direction direction) => direction == Direction.In ? "vào · in" : "ra · out";

    internal static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>One shape for each kind, of which the style shows one; they differ without colour too.</summary>
    private const string Shapes = """
        <svg viewBox="0 0 100 100" aria-hidden="true">
        <g class="idle"><path d="M8 32V8h24M68 8h24v24M92 68v24H68M32 92H8V68"/><path class="fill" d="M26 26h18v18H26zM56 26h18v18H56zM26 56h18v18H26zM56 56h8v8h-8zM66 66h8v8h-8z"/></g>
        <g class="reading"><circle cx="50" cy="50" r="40" stroke-dasharray="14 17.4"/><circle class="fill" cx="50" cy="50" r="12"/></g>
        <g class="go"><path d="M12 54l26 26 50-58"/></g>
        <g class="wait"><path d="M34 16v68M66 16v68"/></g>
        <g class="no"><circle cx="50" cy="50" r="42" stroke-width="10"/><path d="M28 50h44" stroke-width="14"/></g>
        <g class="broken"><path d="M18 18l64 64M82 18L18 82"/></g>
        <g class="open"><path d="M50 90V14M20 44l30-30 30 30"/></g>
        </svg>
        """;
}
