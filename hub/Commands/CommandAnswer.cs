using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CheckIn.Contract;

namespace CheckIn.Hub.Commands;

/// <summary>What a reply is to the hub.</summary>
internal enum CommandNews
{
    /// <summary>To no command of this gate.</summary>
    Foreign,
    /// <summary>It says nothing new, or comes after the last word.</summary>
    Repeated,
    /// <summary>It is being done.</summary>
    Progress,
    /// <summary>The last word, in time.</summary>
    Last,
    /// <summary>The last word, after the hub had given up; it is believed all the same, since it says what was done.</summary>
    Late,
}

/// <summary>What a gate answers, read and judged: nothing of it is believed that a gate could not mean.</summary>
internal static partial class CommandAnswer
{
    private const int MostChecks = 64, MostText = 300, MostLogBytes = 64 * 1024;

    /// <summary>What the reply is to the command as it stands.</summary>
    /// <param name="command">The one of that id; null = there is none.</param>
    internal static CommandNews Judge(GivenCommand? command, string gate, ReplyMessage reply)
    {
        if (command is null || command.Gate != gate)
            return CommandNews.Foreign;
        if (CommandStates.IsAnswered(command.State) || reply.State == command.State)
            return CommandNews.Repeated;
        if (!CommandStates.IsAnswered(reply.State))
            return CommandStates.IsOpen(command.State) ? CommandNews.Progress : CommandNews.Repeated;
        return CommandStates.IsOpen(command.State) ? CommandNews.Last : CommandNews.Late;
    }

    /// <summary>Null = it is no reply. What is too long in it is cut, and control characters become spaces.</summary>
    internal static ReplyMessage? Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > ReplyMessage.MaxBytes)
            return null;
        try
        {
            return JsonSerializer.Deserialize(payload, ContractJson.Default.ReplyMessage) is { } reply
                && reply.Id is { Length: 36 } && Guid.TryParse(reply.Id, out _) && IsState(reply.State)
                ? Bounded(reply) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsState(string? state) =>
        state is ReplyStates.Accepted or ReplyStates.Done or ReplyStates.Refused or ReplyStates.Failed;

    private static ReplyMessage Bounded(ReplyMessage reply) => reply with
    {
        Reason = WordOf(reply.Reason),
        Detail = TextOf(reply.Detail),
        Checks = reply.Checks is null ? null : [.. reply.Checks.Where(static check => WordOf(check?.Name) is not null)
            .Take(MostChecks).Select(static check => check with { Detail = TextOf(check.Detail) })],
        Lines = LinesOf(reply.Lines),
        Scan = reply.Scan is null ? null : reply.Scan with { Kind = WordOf(reply.Scan.Kind) },
    };

    private static List<string>? LinesOf(IReadOnlyList<string>? lines)
    {
        if (lines is null)
            return null;
        // The latest are those wanted, so what is too much goes from the front.
        var kept = new List<string>();
        var bytes = 0;
        foreach (var line in lines.Reverse().Take(CommandOrder.MostLines))
        {
            var plain = Plain(line ?? "");
            bytes += Encoding.UTF8.GetByteCount(plain);
            if (bytes > MostLogBytes)
                break;
            kept.Add(plain);
        }
        kept.Reverse();
        return kept;
    }

    private static string? WordOf(string? word) => word is not null && Word().IsMatch(word) ? word : null;

    private static string? TextOf(string? text) =>
        text is null ? null : Plain(text.Length <= MostText ? text : text[..MostText]);

    private static string Plain(string text) => text.Any(char.IsControl)
        ? string.Concat(text.Select(static letter => char.IsControl(letter) ? ' ' : letter)) : text;

    [GeneratedRegex(@"^[a-z0-9][a-z0-9_.:-]{0,79}\z")]
    private static partial Regex Word();
}
