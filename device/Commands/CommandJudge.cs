using System.Globalization;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Lanes;

namespace CheckIn.Gate.Commands;

/// <summary>A message from the gate's <c>commands</c> topic.</summary>
/// <param name="IsRetained">The server kept it, or was to keep it.</param>
/// <param name="ExpiryS">What the server had left of its time, s; null = it has no end.</param>
/// <param name="ReceivedAt">By the clock's timestamps.</param>
internal readonly record struct ReceivedCommand(
    bool IsRetained, uint? ExpiryS, ReadOnlyMemory<byte> Payload, long ReceivedAt);

/// <summary>What is to become of one.</summary>
/// <param name="Command">As far as it can be read; null = not even its id.</param>
/// <param name="Refusal">One of <see cref="CommandRefusals"/>; null = it may be done.</param>
/// <param name="IsAnswered">Whether whoever gave it is told. What is no command now, or was one before, is only counted.</param>
internal sealed record CommandVerdict(CommandMessage? Command, string? Refusal, bool IsAnswered, string? Detail = null);

/// <summary>
/// Whether a command may be done: values in, a word out. A command is for now, and for once: what the server kept, what
/// was here before and what is older than ten seconds does nothing. Its age is told by two clocks that do not know of each
/// other. The server counts down the message's expiry, and this gate the time it has waited here; and if the gate is sure
/// of the time, the moment at which the hub gave it must not be long ago either, so that a server that kept a message
/// without counting gains nothing. A gate that is not sure of the time has the first clock only.
/// </summary>
internal static class CommandJudge
{
    /// <summary>A clock that may be wrong by more than this judges nothing.</summary>
    private const long SureMs = 2000;
    private const int MostSeconds = 60, MostLines = 500;

    /// <param name="received">The message.</param>
    /// <param name="waited">For how long it has waited here.</param>
    /// <param name="now">The gate's clock.</param>
    /// <param name="wasHere">Whether an id was here before.</param>
    internal static CommandVerdict Judge(
        in ReceivedCommand received, TimeSpan waited, ClockStamp now, Func<string, bool> wasHere)
    {
        if (received.IsRetained)
            return new(null, CommandRefusals.Retained, false);
        if (Read(received.Payload.Span) is not { } command)
            return new(null, CommandRefusals.Malformed, false);
        if (wasHere(command.Id))
            return new(command, CommandRefusals.Repeated, false);
        if (Age(received.ExpiryS, waited, command.At, now) is { } late)
            return new(command, CommandRefusals.Expired, true, late);
        if (!CommandWords.All.Contains(command.Name, StringComparer.Ordinal))
            return new(command, CommandRefusals.Unknown, true);
        return Figures(command) is { } wrong
            ? new(command, CommandRefusals.Malformed, true, wrong) : new(command, null, true);
    }

    /// <summary>Whether its time is over; to be asked again once its row is written.</summary>
    internal static bool IsOver(in ReceivedCommand received, TimeSpan waited) =>
        received.ExpiryS is not { } seconds || waited >= TimeSpan.FromSeconds(Math.Min(seconds, CommandMessage.ExpiryS));

    private static string? Age(uint? expiry, TimeSpan waited, long at, ClockStamp now)
    {
        if (expiry is not { } seconds)
            return "It does not say when it expires.";
        if (seconds > CommandMessage.ExpiryS)
            return $"It would be good for more than {CommandMessage.ExpiryS} s.";
        if (waited >= TimeSpan.FromSeconds(seconds))
            return "It has waited here for too long.";
        if (now.Quality is not { ErrorMs: <= SureMs } quality)
            return null;
        var age = now.At - at;
        return age > (CommandMessage.ExpiryS * 1000) + quality.ErrorMs
            ? string.Create(CultureInfo.InvariantCulture, $"By the gate's clock it was given {age / 1000} s ago.") : null;
    }

    private static string? Figures(CommandMessage command)
    {
        if (command.Seconds is not (null or (>= 1 and <= MostSeconds)))
            return $"seconds is not 1 to {MostSeconds}.";
        if (command.Lines is not (null or (>= 1 and <= MostLines)))
            return $"lines is not 1 to {MostLines}.";
        if (command is { Name: CommandWords.OpenOnce or CommandWords.Admit or CommandWords.ScanTest, Lane: null })
            return "lane is missing.";
        if (command.Name != CommandWords.Admit)
            return null;
        return !AssistedEntry.IsOperator(command.Operator) ? "operator is missing, or no name."
            : command.Number is { } number && PrintedNumber.Read(number) is null ? "number is none of a paper." : null;
    }

    /// <summary>Null = it is none, or has no id that could be answered.</summary>
    private static CommandMessage? Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > CommandMessage.MaxBytes)
            return null;
        try
        {
            return JsonSerializer.Deserialize(payload, ContractJson.Default.CommandMessage) is { Id: { Length: 36 } id } command
                && Guid.TryParseExact(id, "D", out _) && !id.Any(char.IsAsciiLetterUpper)
                ? command with { Name = command.Name ?? "" } : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
