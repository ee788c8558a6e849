using System.Globalization;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Settings;

namespace CheckIn.Hub.Alerts;

/// <summary>One alert as one sentence, in the language of who reads it. No names of persons.</summary>
internal sealed class AlertSentence(Language language, SiteTree tree, DateTimeOffset now)
{
    private static readonly CultureInfo Vietnamese = Numbers("."), English = Numbers(",");

    private CultureInfo Culture => language == Language.Vietnamese ? Vietnamese : English;

    /// <summary>Such as: Cổng A2 (truong-a-01), Trường A: mất kết nối từ 08:14, còn 37 sự kiện chưa gửi.</summary>
    internal string Of(AlertFacts alert)
    {
        var what = AlertPhrases.Of(language, alert.Kind);
        if (alert is { Kind: AlertKinds.Offline, Subject.Kind: not AlertSubjectKind.Gate }
            && Number(alert.Detail, AlertDetails.Gates) is { } gates)
            what = Say($"all {gates} gates {what}", $"cả {gates} cổng {what}");
        var figures = alert.Over is null ? Figures(alert.Kind, alert.Detail) : "";
        return $"{SubjectOf(alert)}: {what} {TimesOf(alert)}{figures}.";
    }

    /// <summary>What it is about, by the names that people know and those that the hub does.</summary>
    internal string SubjectOf(AlertFacts alert) => alert.Subject.Kind switch
    {
        AlertSubjectKind.Gate => (alert.Label is { Length: > 0 } label
            ? $"{label} ({alert.Subject.Id})" : Say("Gate ", "Cổng ") + alert.Subject.Id)
            + (SiteName(alert.Site) is { } site ? ", " + site : ""),
        AlertSubjectKind.Site => SiteName(alert.Subject.Id) is { } name
            ? $"{name} ({alert.Subject.Id})" : Say("Site ", "Địa điểm ") + alert.Subject.Id,
        AlertSubjectKind.Node => tree.NodeByCode(alert.Subject.Id) is { } node
            ? language == Language.English ? node.NameEn ?? node.Name : node.Name
            : Say("Node ", "Đơn vị ") + alert.Subject.Id,
        _ => Say("The hub", "Trung tâm"),
    };

    /// <summary>A moment: the day only where it is not today's.</summary>
    internal string Moment(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, HubZone.Current);
        var today = TimeZoneInfo.ConvertTime(now, HubZone.Current);
        var format = local.Date == today.Date ? "HH:mm" : Say("HH:mm d MMM yyyy", "HH:mm dd/MM/yyyy");
        return local.ToString(format, CultureInfo.InvariantCulture);
    }

    internal string Count(long value) => value.ToString("N0", Culture);

    private string TimesOf(AlertFacts alert) => alert.Over is { } over
        ? Say($"from {Moment(alert.Since)} to ", $"từ {Moment(alert.Since)} đến ") + Moment(over)
        : Say("since ", "từ ") + Moment(alert.Since);

    private string? SiteName(string? code) =>
        code is not null && tree.Sites.TryGetValue(code, out var site) ? site.Name : null;

    private string Figures(string kind, IReadOnlyDictionary<string, string> detail)
    {
        var parts = new List<string?>
        {
            Number(detail, AlertDetails.Backlog) is { } backlog
                ? Say($"{backlog} events waiting", $"còn {backlog} sự kiện chưa gửi") : null,
            kind != AlertKinds.Offline ? null : AlertPhrases.Cause(
                language, detail.GetValueOrDefault(AlertDetails.Cause),
                detail.GetValueOrDefault(AlertDetails.IsSure) == "true"),
            Number(detail, AlertDetails.Sites) is { } sites ? Say($"at {sites} sites", $"tại {sites} địa điểm") : null,
            detail.TryGetValue(AlertDetails.Lanes, out var lanes) ? Say("lanes ", "làn ") + lanes : null,
            Number(detail, AlertDetails.Days) is { } days ? Say($"{days} days left", $"còn {days} ngày") : null,
            Number(detail, AlertDetails.Percent) is { } percent ? percent + "%" : null,
            detail.TryGetValue(AlertDetails.TemperatureC, out var heat) ? heat + " °C" : null,
            Number(detail, AlertDetails.FreeMb) is { } free ? Say($"{free} MB left", $"còn {free} MB") : null,
            Number(detail, AlertDetails.AheadMs, 1000) is { } ahead
                ? Say($"{ahead} s off", $"lệch {ahead} giây") : null,
            Number(detail, AlertDetails.Row) is { } row ? Say($"at row {row}", $"tại dòng {row}") : null,
            kind == AlertKinds.BackupFailed ? LastGood(detail.GetValueOrDefault(AlertDetails.LastGood)) : null,
        };
        return string.Concat(parts.Where(static part => part is not null).Select(static part => ", " + part));
    }

    private string LastGood(string? at) => DateTimeOffset.TryParse(
        at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
        ? Say($"the last good one is of {Moment(moment)}", $"bản tốt gần nhất lúc {Moment(moment)}")
        : Say("there has never been one", "chưa từng có bản nào");

    private string? Number(IReadOnlyDictionary<string, string> detail, string name, long unit = 1) =>
        detail.TryGetValue(name, out var text)
        && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? Count(value / unit) : null;

    private string Say(string english, string vietnamese) => language.Of(english, vietnamese);

    private static CultureInfo Numbers(string thousands)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberGroupSeparator = thousands;
        return culture;
    }
}

/// <summary>What its sentence is made of.</summary>
/// <param name="Over">When it was cleared; null = it stands.</param>
/// <param name="Label">Of a gate: its name for people; null = it has none.</param>
/// <param name="Site">Of a gate: the code of where it is; null = not known.</param>
internal sealed record AlertFacts(
    string Kind, AlertSubject Subject, DateTimeOffset Since, DateTimeOffset? Over,
    IReadOnlyDictionary<string, string> Detail, string? Label, string? Site);
