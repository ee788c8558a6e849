using System.CommandLine;
using System.Globalization;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Updates.Commands;

/// <summary>What <c>updates start</c> takes.</summary>
internal sealed class StartOptions
{
    private readonly Option<long> _release = new("--release") { HelpName = "N", Description = "of a package that is there", Required = true };
    private readonly Option<string?> _node = Text("--node", "CODE", "only gates of this node and below it");
    private readonly Option<string?> _site = Text("--site", "CODE", "only gates of this site");
    private readonly Option<string?> _gates = Text("--gates", "A,B,…", "only these gates");
    private readonly Option<string?> _stages = Text(
        "--stages", "LIST", "how far it goes before it stands: gates or per cent, all told; default 1,5%,25%,100%");
    private readonly Option<string?> _stand = Text("--stand", "TIME", "how long each stage stands, such as 30m; default 1h");
    private readonly Option<string?> _patience = Text(
        "--patience", "TIME", "how long a gate may say nothing until it counts as undecided, and again until failed; default 2h");
    private readonly Option<string?> _stopAt = Text(
        "--stop-at", "RATE", "failed of decided gates at which it stops; default 5%");
    private readonly Option<int?> _atLeast = Number("--at-least", "decided gates before that is judged; default 1");
    private readonly Option<int?> _atOnce = Number("--at-once", "gates that may be at it at a time; default 200");
    private readonly Option<string?> _trial = Text(
        "--trial", "TIME", "how long a gate may take until it is healthy; default as the gate has it, 5m");

    internal void AddTo(Command command)
    {
        Option[] all = [_release, _node, _site, _gates, _stages, _stand, _patience, _stopAt, _atLeast, _atOnce, _trial];
        foreach (var option in all)
            command.Add(option);
    }

    internal RolloutRequest Read(CommandContext context, ParseResult line) => new(
        line.GetValue(_release), line.GetValue(_node), line.GetValue(_site),
        line.GetValue(_gates)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        line.GetValue(_stages), Seconds(context, line.GetValue(_stand)), Seconds(context, line.GetValue(_patience)),
        Rate(context, line.GetValue(_stopAt)), line.GetValue(_atLeast), line.GetValue(_atOnce),
        (int?)Seconds(context, line.GetValue(_trial)));

    /// <summary>Such as 90s, 30m, 2h or 1d.</summary>
    internal static long? Seconds(CommandContext context, string? text)
    {
        if (text is null)
            return null;
        long? unit = text.Length < 2 ? null : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => null };
        return unit is { } seconds
            && long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count <= 1_000_000
            ? count * seconds
            : throw context.Refusal(
                $"'{text}' is no time such as 90s, 30m, 2h or 1d. Nothing was begun",
                $"'{text}' không phải khoảng thời gian như 90s, 30m, 2h hoặc 1d. Chưa bắt đầu gì cả");
    }

    /// <summary>Such as 5%.</summary>
    internal static decimal? Rate(CommandContext context, string? text)
    {
        if (text is null)
            return null;
        return decimal.TryParse(text.TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate)
            ? rate
            : throw context.Refusal(
                $"'{text}' is no rate such as 5%. Nothing was begun", $"'{text}' không phải tỉ lệ như 5%. Chưa bắt đầu gì cả");
    }

    private static Option<string?> Text(string name, string help, string description) =>
        new(name) { HelpName = help, Description = description };

    private static Option<int?> Number(string name, string description) =>
        new(name) { HelpName = "N", Description = description };
}
