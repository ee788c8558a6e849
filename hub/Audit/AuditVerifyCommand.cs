using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Events;
using CheckIn.Hub.Keys;
using CheckIn.Hub.Settings;
using CheckIn.Record;
using CheckIn.Settings;
using CheckIn.Storage;

namespace CheckIn.Hub.Audit;

/// <summary>
/// <c>checkin-hub audit verify</c>: is the audit what was written? It reads a hub's file, also a running hub's or a
/// copy, and changes nothing.
/// </summary>
internal static class AuditVerifyCommand
{
    internal static Command Create(CommandContext context)
    {
        var database = new Option<string?>("--database")
        {
            HelpName = "FILE",
            Description = "a hub's database, or a copy of one; default: Events:Path",
        };
        var key = new Option<string?>("--key")
        {
            HelpName = "FILE",
            Description = $"public keys that may have sealed it; default: {SealKeys.PublicFile} among the hub's keys",
        };
        var json = CommandOptions.Json();
        var command = new Command("verify", "is the audit what was written? reads the database and changes nothing")
        {
            database, key, json,
        };
        command.SetAction((line, cancellation) => Task.FromResult(Run(
            context, line.GetValue(database), line.GetValue(key), line.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(
        CommandContext context, string? database, string? key, bool asJson, CancellationToken cancellation)
    {
        try
        {
            var verdict = Check(context, database, key, cancellation);
            if (asJson)
                context.Output.WriteLine(JsonSerializer.Serialize(Report(verdict), AuditJson.Default.AuditReport));
            else
                Tell(context, verdict);
            return verdict.IsWhole ? CommandContext.Done : CommandContext.Refused;
        }
        catch (KeysException e)
        {
            context.Errors.WriteLine("✗ " + e.In(context.Language));
        }
        catch (Exception e) when (
            e is RecordException or DatabaseException or IOException or UnauthorizedAccessException)
        {
            context.Errors.WriteLine("✗ " + e.Message);
        }
        return CommandContext.CannotReach;
    }

    private static AuditVerdict Check(
        CommandContext context, string? database, string? key, CancellationToken cancellation)
    {
        var configuration = context.Configuration();
        var path = (configuration.GetSection("Events").Get<EventsOptions>() ?? new()).Path;
        var keys = new SealKeys(KeyPlaces.Of(
            configuration.GetSection(HubKeyOptions.Section).Get<HubKeyOptions>() ?? new(), path));
        if (key is not null && !File.Exists(key))
            throw new RecordException($"There is no file {key}. Nothing was verified.");
        // What the hub remembers is of its own database; a copy may well be older.
        var isOwn = database is null || Path.GetFullPath(database) == Path.GetFullPath(path);
        var remembered = isOwn && key is null ? keys.Last() : null;
        using var record = new AuditRecord(database ?? path);
        return record.Check(AuditPosition.Start, long.MaxValue, keys.Trusted(key), remembered, cancellation);
    }

    private static void Tell(CommandContext context, AuditVerdict verdict)
    {
        foreach (var fault in verdict.Faults)
            context.Output.WriteLine("✗ " + fault.In(context.Language));
        if (verdict.FaultCount > verdict.Faults.Count)
        {
            var more = verdict.FaultCount - verdict.Faults.Count;
            context.Output.WriteLine("✗ " + context.Say($"and {more} more", $"và {more} lỗi nữa"));
        }
        if (!verdict.IsSealChecked)
        {
            context.Output.WriteLine("! " + context.Say(
                "The seals' signatures were not checked: there are no public keys here. Whoever can write the "
                    + "file could "
                    + $"have made both. Name them with --key {SealKeys.PublicFile}.",
                "Chưa kiểm tra chữ ký của các niêm phong: không có khoá công khai ở đây. Ai ghi được tệp đều "
                    + "có thể tạo "
                    + $"ra cả hai. Hãy chỉ tệp khoá bằng --key {SealKeys.PublicFile}."));
        }
        var link = Convert.ToHexStringLower(verdict.Position.Link);
        var seal = verdict.LastSeal is { } last
            ? context.Say($"sealed up to row {last.Row}", $"đã niêm phong đến dòng {last.Row}")
            : context.Say("never sealed", "chưa niêm phong");
        context.Output.WriteLine(verdict.IsWhole
            ? "✓ " + context.Say(
                string.Create(CultureInfo.InvariantCulture,
                    $"the audit is what was written: {verdict.Rows} rows, {verdict.Seals} seals, {seal}; last "
                        + $"link {link}"),
                string.Create(CultureInfo.InvariantCulture,
                    $"nhật ký kiểm toán đúng như đã ghi: {verdict.Rows} dòng, {verdict.Seals} niêm phong, {seal}; mã "
                        + $"nối cuối {link}"))
            : "✗ " + context.Say(
                "the audit is not what was written; a good seal vouches for its links up to row "
                    + $"{verdict.Vouched}. Keep the "
                    + "file as it is; hub/docs/audit.md says what to do",
                $"nhật ký kiểm toán không còn như đã ghi; niêm phong tốt xác nhận đến dòng {verdict.Vouched}. "
                    + "Giữ nguyên "
                    + "tệp; xem hub/docs/audit.md"));
    }

    private static AuditReport Report(AuditVerdict verdict) => new(
        verdict.IsWhole, verdict.Rows, Convert.ToHexStringLower(verdict.Position.Link), verdict.Seals,
        verdict.IsSealChecked, verdict.LastSeal?.Row,
        verdict.LastSeal is { } seal ? DateTimeOffset.FromUnixTimeMilliseconds(seal.At) : null, verdict.FaultCount,
        [.. verdict.Faults.Select(static fault => new AuditFaultReport(
            JsonNamingPolicy.SnakeCaseLower.ConvertName(fault.Kind.ToString()), fault.Row, fault.Last,
            fault.In(Language.English)))]);
}
