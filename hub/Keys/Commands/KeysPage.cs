using System.Globalization;
using System.Text.Json;
using CheckIn.Hub.Events;
using CheckIn.Hub.Settings;
using CheckIn.Sealing;

namespace CheckIn.Hub.Keys;

/// <summary>What the commands that need no running hub do and say.</summary>
internal static class KeysPage
{
    private const int MostDays = 4000;
    private const int FewDays = 30;

    internal static int Show(CommandContext context, bool asJson, TimeProvider time)
    {
        var configuration = context.Configuration();
        var places = KeyPlaces.Of(
            configuration.GetSection(HubKeyOptions.Section).Get<HubKeyOptions>() ?? new(),
            (configuration.GetSection("Events").Get<EventsOptions>() ?? new()).Path);
        try
        {
            var report = KeyReport.Look(places, Today(time));
            if (asJson)
                context.Output.WriteLine(JsonSerializer.Serialize(report.ToFile(), KeysJson.Default.KeyReportFile));
            else
                Tell(context, report);
            return report is { RootId: not null, PublicDays: > 0, IsTracingAbsent: false } ? CommandContext.Done
                : CommandContext.Refused;
        }
        catch (KeysException e)
        {
            context.Errors.WriteLine("✗ " + e.In(context.Language));
            return CommandContext.Refused;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Errors.WriteLine("✗ " + context.Say(
                $"The keys cannot be looked at: {e.Message} Run this as the hub's user.",
                $"Không xem được khoá: {e.Message} Hãy chạy lệnh này bằng người dùng của trung tâm."));
            return CommandContext.CannotReach;
        }
    }

    internal static int Make(CommandContext context, int days, string output, string? from, TimeProvider time)
    {
        if (days is < 1 or > MostDays)
            throw new FormatException(context.Say(
                $"--days is {days}; 1 to {MostDays} can be made. Nothing was done.",
                $"--days là {days}; tạo được từ 1 đến {MostDays} ngày. Chưa làm gì cả."));
        var first = Today(time);
        if (from is not null && !DateOnly.TryParseExact(from, SealedFields.DayFormat, CultureInfo.InvariantCulture,
            DateTimeStyles.None, out first))
            throw new FormatException(context.Say(
                $"--from is '{from}', which is no day such as 2027-01-31. Nothing was done.",
                $"--from là '{from}', không phải một ngày như 2027-01-31. Chưa làm gì cả."));
        var privates = Path.Combine(output, KeyPlaces.PrivateDirectory);
        var publics = Path.Combine(output, KeyPlaces.PublicDirectory);
        try
        {
            KeyFiles.MakeDirectory(privates);
            KeyFiles.MakeDirectory(publics);
            TracingKeys.Make([.. Enumerable.Range(0, days).Select(first.AddDays)], privates, publics);
        }
        catch (KeysException e)
        {
            context.Errors.WriteLine("✗ " + e.In(context.Language));
            return CommandContext.Refused;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Errors.WriteLine("✗ " + context.Say(
                $"Keys cannot be written: {e.Message}", $"Không ghi được khoá: {e.Message}"));
            return CommandContext.CannotReach;
        }
        var last = SealedFields.DayText(first.AddDays(days - 1));
        context.Output.WriteLine(context.Say(
            $"""
            ✓ Tracing keys for {days} days, until {last}. Days that had a private half here keep it.
              Keep here, and in a copy elsewhere:  {privates}
              Copy into Keys:Directory of the hub: {publics}
              On the hub, Keys:TracingDirectory is none.
            """,
            $"""
            ✓ Đã tạo khoá truy vết cho {days} ngày, đến {last}. Ngày đã có khoá riêng ở đây thì giữ nguyên.
              Giữ ở đây, kèm một bản sao ở nơi khác:   {privates}
              Chép vào Keys:Directory của trung tâm:   {publics}
              Trên trung tâm đặt Keys:TracingDirectory là none.
            """));
        return CommandContext.Done;
    }

    private static void Tell(CommandContext context, KeyReport report)
    {
        if (report.RootId is null)
        {
            context.Output.WriteLine("! " + context.Say(
                $"There are no keys yet in {report.Places.Directory}. The hub makes them at its first start with "
                + "Enrolment:Address.",
                $"Chưa có khoá nào trong {report.Places.Directory}. Trung tâm tạo khoá khi chạy lần đầu với "
                + "Enrolment:Address."));
            return;
        }
        context.Output.WriteLine(FirstLine(context, report));
        Line(context.Say("root of tag keys", "khoá gốc mã ẩn danh"), $"{report.Places.Root}, id {report.RootId}");
        Line(context.Say("public tracing keys", "khoá truy vết công khai"), report.Places.TracingPublic);
        Line(context.Say("private halves", "khoá truy vết riêng"), report.PrivateDays is { } kept
            ? report.Places.TracingPrivate + context.Say($", {kept.Count} days", $", {kept.Count} ngày")
            : context.Say("on another machine", "ở máy khác"));
        foreach (var site in report.ToFile().Sites)
        {
            Line(context.Say("site ", "địa điểm ") + site.Site, context.Say(
                $"generation of {site.Since:yyyy-MM-dd HH:mm} UTC, rotations: {site.Rotations}",
                $"thế hệ khoá từ {site.Since:HH:mm dd/MM/yyyy} UTC, đã đổi {site.Rotations} lần"));
        }
        if (report.HasPrivatesBesideData)
        {
            context.Output.WriteLine("! " + context.Say(
                "The private halves lie beside the hub's data: whoever copies one has both. Set "
                + "Keys:TracingDirectory to another "
                + "medium, see hub/docs/keys.md.",
                "Khoá truy vết riêng nằm cạnh dữ liệu của trung tâm: ai chép được một thứ là có cả hai. Hãy đặt "
                + "Keys:TracingDirectory "
                + "sang thiết bị lưu trữ khác, xem hub/docs/keys.md."));
        }

        void Line(string name, string value) => context.Output.WriteLine($"  {name,-26} {value}");
    }

    private static string FirstLine(CommandContext context, KeyReport report)
    {
        if (report.IsTracingAbsent)
            return "✗ " + context.Say(
                $"The private tracing keys are not in {report.Places.TracingPrivate}: no new ones can be made. "
                + "Connect their medium.",
                $"Khoá truy vết riêng không có trong {report.Places.TracingPrivate}: chưa tạo được khoá mới. Hãy gắn "
                + "thiết bị lưu trữ.");
        var until = report.PublicUntil is { } day ? SealedFields.DayText(day) : "–";
        if (report.PublicDays == 0)
            return "✗ " + KeyFolder.FewTracing(0).In(context.Language);
        return (report.PublicDays < FewDays ? "! " : "✓ ") + context.Say(
            $"Tag keys of sites: {report.Sites.Sites.Count}; tracing keys last {report.PublicDays} days, until "
            + $"{until}.",
            $"{report.Sites.Sites.Count} địa điểm có khoá mã ẩn danh; khoá truy vết còn {report.PublicDays} ngày, đến "
            + $"{until}.");
    }

    private static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
}
