using CheckIn.Gate.Clock;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Modes;
using CheckIn.Settings;

namespace CheckIn.Gate.Kiosk.Guards;

/// <summary>A guard's pages as HTML: Vietnamese first, English below it; for a finger on the screen.</summary>
internal static class GuardHtml
{
    internal const string Root = "/guard";

    private static readonly TimeSpan DoorFor = TimeSpan.FromMinutes(1);

    /// <summary>Nobody can come in, and why.</summary>
    internal static string Nobody(KioskOptions options, string? lane, Func<Language, string> why, string? command = null) => Page(
        options, lane, DoorFor, $"""
        <h1>{Both(GuardWords.Link)}</h1>
        <p>{Both(why)}</p>
        {(command is null ? "" : $"<p><code>{KioskHtml.Text(command)}</code></p>")}
        {BackLink(lane)}
        """);

    /// <summary>Who is there, and his PIN.</summary>
    internal static string Door(
        KioskOptions options, string? lane, IReadOnlyList<Guard> guards, string? chosen, Func<Language, string>? problem) => Page(
        options, lane, DoorFor, $"""
        <h1>{Both(GuardWords.WhoTitle)}</h1>
        {(problem is null ? "" : Banner("failed", problem))}
        <form method="post" action="{Root}/in" autocomplete="off">
        {LaneField(lane)}
        <fieldset{(guards.Count == 1 ? " class=\"one\"" : "")}><legend>{Both(GuardWords.Name)}</legend>{string.Concat(guards.Select((one, index) => Choice(
            "name", one.Name, KioskHtml.Text(one.Name), chosen is null ? index == 0 : one.Name == chosen)))}</fieldset>
        <label for="pin">{Both(GuardWords.PinLabel)}</label>
        <input id="pin" name="pin" type="password" inputmode="numeric" autocomplete="off" required minlength="{Pin.Shortest}" maxlength="{Pin.Longest}" autofocus>
        <div id="pad" data-for="pin"></div>
        <button class="main">{Both(GuardWords.Enter)}</button>
        </form>
        {BackLink(lane)}
        """);

    /// <summary>What he can do.</summary>
    internal static string Desk(KioskOptions options, string? lane, GuardDesk desk, GuardSession session, in ClockStamp now, TimeZoneInfo zone)
    {
        var lanes = desk.Lanes;
        var (nowNs, wall) = (now.MonotonicNs, now.Quality is null
            ? (DateTimeOffset?)null : TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(now.At), zone));
        var chosen = lanes.Any(one => one.Name == lane) ? lane : lanes.Count > 0 ? lanes[0].Name : null;
        var answer = session.Answer is { } last
            ? Banner(System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(last.Kind.ToString()), language => GuardWords.Of(last, language)) : "";
        var isTypedWrongly = session.Answer?.Say is DeskSentence.BadNumber or DeskSentence.BadName or DeskSentence.BadPhone;
        return Page(options, lane, GuardSession.Idle, $"""
            <h1>{Both(GuardWords.DeskTitle)}</h1>
            {answer}
            <form method="post" action="{Root}/admit" autocomplete="off">
            {LaneField(lane)}{Key(session)}
            <fieldset{(lanes.Count == 1 ? " class=\"one\"" : "")}><legend>{Both(GuardWords.Lane)}</legend>{string.Concat(lanes.Select(one => Choice(
                "at", one.Name, $"{KioskHtml.Text(one.Name)} <small>{Both(language => GuardWords.Way(one.Direction, language))}</small>", one.Name == chosen)))}</fieldset>
            <details{(isTypedWrongly ? " open" : "")}><summary>{Both(GuardWords.WriteDown)}</summary>
            {Field("number", GuardWords.Number, 64, "numeric")}
            {Field("person", GuardWords.PersonsName, AssistedEntry.LongestName, "text")}
            {Field("phone", GuardWords.Phone, AssistedEntry.LongestPhone, "tel")}
            <p class="note">{Both(GuardWords.Kept)}</p>
            </details>
            <button class="main">{Both(GuardWords.LetIn)}</button>
            </form>
            <h2>{Both(GuardWords.CloseTitle)}</h2>
            {string.Concat(desk.Closed.Select(order => ClosedLine(order, lane, session, nowNs, wall)))}
            <form method="post" action="{Root}/close">
            {LaneField(lane)}{Key(session)}
            <fieldset><legend>{Both(GuardWords.Lane)}</legend>{Choice("at", "", Both(GuardWords.WholeGate), true)}{(lanes.Count == 1 ? "" : string.Concat(lanes.Select(static one => Choice(
                "at", one.Name, KioskHtml.Text(one.Name), false))))}</fieldset>
            <fieldset><legend>{Both(GuardWords.For)}</legend>{string.Concat(GuardDesk.Hours.Select(static (hours, index) => Choice(
                "hours", $"{hours}", Both(language => GuardWords.Hours(hours, language)), index == 0)))}</fieldset>
            <button class="stop">{Both(GuardWords.Close)}</button>
            <p class="note">{Both(GuardWords.CloseMeans)}</p>
            </form>
            <form method="post" action="{Root}/out">{LaneField(lane)}{Key(session)}<button>{Both(GuardWords.Done)}</button></form>
            """);
    }

    private static string ClosedLine(BookedOrder order, string? lane, GuardSession session, long nowNs, DateTimeOffset? wall)
    {
        var left = TimeSpan.FromMilliseconds(Math.Max(0, order.EndsNs - nowNs) / 1e6);
        // A gate that does not know the time says for how long.
        Func<Language, string> closed = wall is { } now
            ? language => GuardWords.ClosedUntil($"{now + left:HH:mm}", language)
            : language => GuardWords.ClosedFor($"{(int)left.TotalHours}:{left:mm}", language);
        var where = order.Order.Lane is { } one ? KioskHtml.Text(one) : Both(GuardWords.WholeGate);
        return $"""
            <form method="post" action="{Root}/open" class="line">{LaneField(lane)}{Key(session)}
            <input type="hidden" name="order" value="{KioskHtml.Text(order.Order.Id)}">
            <p><b>{where}</b> {Both(closed)}</p>
            <button>{Both(GuardWords.OpenAgain)}</button></form>
            """;
    }

    private static string Page(KioskOptions options, string? lane, TimeSpan stays, string main) => KioskHtml.Page(
        options.Place, $"""
        <body data-kind="guard" data-stays="{stays.TotalSeconds:0}" data-screen="{KioskHtml.Text(Screen(lane))}">
        {KioskHtml.Header(options)}
        <main>
        {main}
        </main>
        </body>
        """, """<script src="/guard.js" defer></script>""");

    /// <summary>The screen that he came from.</summary>
    internal static string Screen(string? lane) => lane is null ? "/" : "/lanes/" + Uri.EscapeDataString(lane);

    private static string Both(Func<Language, string> words) =>
        $"""<span lang="vi">{KioskHtml.Text(words(Language.Vietnamese))}</span> <span lang="en">{KioskHtml.Text(words(Language.English))}</span>""";

    private static string Banner(string kind, Func<Language, string> words) =>
        $"""<div class="answer {kind}" role="status">{Both(words)}</div>""";

    private static string Choice(string name, string value, string words, bool isChosen) =>
        $"""<label class="choice"><input type="radio" name="{name}" value="{KioskHtml.Text(value)}"{(isChosen ? " checked" : "")}><span>{words}</span></label>""";

    private static string Field(string name, Func<Language, string> label, int longest, string keys) =>
        $"""<p><label for="{name}">{Both(label)}</label><input id="{name}" name="{name}" maxlength="{longest}" inputmode="{keys}" autocomplete="off" spellcheck="false"></p>""";

    private static string LaneField(string? lane) =>
        lane is null ? "" : $"""<input type="hidden" name="lane" value="{KioskHtml.Text(lane)}">""";

    private static string Key(GuardSession session) => $"""<input type="hidden" name="key" value="{session.FormKey}">""";

    private static string BackLink(string? lane) => $"""<p><a class="back" href="{KioskHtml.Text(Screen(lane))}">{Both(GuardWords.Back)}</a></p>""";
}
