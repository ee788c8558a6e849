using System.Globalization;
using CheckIn.Hub.Settings;
using CheckIn.Settings;

namespace CheckIn.Hub.Fleet.Offline;

/// <summary>A report in words, a line each, as the command line shows it.</summary>
internal sealed class OfflineText(Language language)
{
    private static readonly Dictionary<string, (string English, string Vietnamese)> Causes = new(StringComparer.Ordinal)
    {
        ["unknown"] = ("not known", "chưa rõ"),
        ["stopped"] = ("stopped", "đã dừng (có báo trước)"),
        ["link"] = ("link", "đường truyền"),
        ["power"] = ("power", "mất điện"),
        ["program"] = ("program restarted", "phần mềm khởi động lại"),
        ["hub"] = ("hub", "trung tâm"),
        ["revoked"] = ("revoked", "đã thu hồi"),
        ["certificate_expired"] = ("certificate expired", "chứng thư hết hạn"),
    };

    private readonly CultureInfo _culture =
        CultureInfo.GetCultureInfo(language == Language.Vietnamese ? "vi-VN" : "en-GB");

    /// <summary>What a person wants to know first.</summary>
    internal string First(OfflineAnswer answer)
    {
        var (mark, waiting) = (answer.GatesOffline == 0 ? "✓" : "!", answer.Gates.Sum(
            static gate => gate.IsOffline ? gate.Outages[^1].Backlog ?? 0 : 0));
        var when = answer.Day is { } day
            ? Say($"on {day:yyyy-MM-dd}", $"ngày {day:dd/MM/yyyy}") : Say("now", "lúc này");
        var share = answer.Availability.Share is { } some
            ? Say($" Availability: {Percent(some)}.", $" Độ sẵn sàng: {Percent(some)}.") : "";
        if (answer.GatesOffline == 0)
        {
            return Say(
                $"{mark} None of {N(answer.GatesInScope)} gates {(answer.Day is null ? "is" : "was")} offline {when}."
                    + share,
                $"{mark} Không có cổng nào trong {N(answer.GatesInScope)} cổng mất kết nối {when}.{share}");
        }
        var backlog = waiting == 0 ? ""
            : Say($" {N(waiting)} events wait in them.", $" Còn {N(waiting)} sự kiện chưa gửi.");
        return Say(
            $"{mark} {N(answer.GatesOffline)} of {N(answer.GatesInScope)} gates "
                + $"{(answer.Day is null ? "are" : "were")} offline {when}.{backlog}{share}",
            $"{mark} {N(answer.GatesOffline)} trong {N(answer.GatesInScope)} cổng mất kết nối {when}.{backlog}{share}");
    }

    internal string Common(CommonAnswer common)
    {
        var (english, vietnamese) = common.Kind switch
        {
            "hub" => ("most of the fleet", "phần lớn các cổng"),
            "node" => ("node " + common.Subject, "đơn vị " + common.Subject),
            _ => ("site " + common.Subject, "địa điểm " + common.Subject),
        };
        return Say(
            $"At once: {english}, {N(common.Gates)} gates, from {Local(common.Since)}: {Cause(common.Cause)}",
            $"Cùng lúc: {vietnamese}, {N(common.Gates)} cổng, từ {Local(common.Since)}: {Cause(common.Cause)}");
    }

    internal string Unwatched(UnwatchedAnswer gap) => Say(
        $"The hub itself was not there from {Local(gap.From)} to {Local(gap.To)}.",
        $"Bản thân trung tâm không hoạt động từ {Local(gap.From)} đến {Local(gap.To)}.");

    internal string Gate(OfflineGateAnswer gate)
    {
        var outage = gate.Outages[^1];
        var since = outage.Until is null ? Local(outage.Since) : $"{Local(outage.Since)} – {Local(outage.Until.Value)}";
        var times = gate.Outages.Count == 1 ? ""
            : Say($", {N(gate.Outages.Count)} times", $", {N(gate.Outages.Count)} lần");
        var sure = outage.Sure ? "" : Say(" (probably)", " (có lẽ)");
        var waiting = outage.Backlog is { } events and > 0
            ? Say($", {N(events)} events waiting", $", còn {N(events)} sự kiện chưa gửi") : "";
        var name = gate.Label is { } label ? $"{gate.Gate} ({label})" : gate.Gate;
        return $"{name,-32} {since}  {Length(gate.TotalS)}{times}  {Cause(outage.Cause)}{sure}{waiting}";
    }

    private string Cause(string word) =>
        Causes.TryGetValue(word, out var cause) ? Say(cause.English, cause.Vietnamese) : word;

    private string Length(long seconds)
    {
        var span = TimeSpan.FromSeconds(seconds);
        return span.TotalHours >= 1
            ? Say(
                $"{(int)span.TotalHours} h {span.Minutes:00} min", $"{(int)span.TotalHours} giờ {span.Minutes:00} phút")
            : Say($"{span.Minutes} min {span.Seconds:00} s", $"{span.Minutes} phút {span.Seconds:00} giây");
    }

    private string Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, HubZone.Current).ToString(
        language == Language.Vietnamese ? "HH:mm dd/MM/yyyy" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private string N(long number) => number.ToString("N0", _culture);

    private string Percent(double share) => (Math.Floor(share * 10_000) / 100).ToString("0.##", _culture) + " %";

    private string Say(string english, string vietnamese) => language.Of(english, vietnamese);
}
