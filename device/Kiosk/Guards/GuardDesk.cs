using System.Text.RegularExpressions;
using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Health;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Modes;
using CheckIn.Gate.Service;

namespace CheckIn.Gate.Kiosk.Guards;

/// <summary>What became of what a guard did.</summary>
/// <param name="Kind">How it looks.</param>
/// <param name="Say">What is said of it.</param>
/// <param name="Reason">Of a refusal by the rules one of <see cref="Reasons"/>; else null.</param>
internal sealed record DeskAnswer(DeskAnswerKind Kind, DeskSentence Say, string? Reason = null);

/// <summary>How an answer looks.</summary>
internal enum DeskAnswerKind { Done, Refused, Failed }

/// <summary>What an answer says.</summary>
internal enum DeskSentence
{
    Admitted, Refused, NotOpened, Emergency, NoLane, BadNumber, BadName, BadPhone, Closed, Opened, Slow, Twice,
}

/// <summary>
/// What a guard does at the gate itself, with the hub or without: lets somebody in who has no code, writes down who he is, closes
/// lanes and opens them again. Each goes the way that it goes from the hub: by the rules, with its row first, in his name.
/// </summary>
internal sealed partial class GuardDesk(GateParts parts, GateAlarms alarms, ModeKeeper modes, TimeProvider time)
{
    /// <summary>For how long a lane may be closed here, hours; the first is offered.</summary>
    internal static readonly int[] Hours = [1, 4, 12];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Lanes that are open for him to do something at.</summary>
    internal IReadOnlyList<LaneOptions> Lanes => [.. parts.Lanes.Where(static lane => lane.Lane is not null).Select(static lane => lane.Options)];

    /// <summary>What is closed by somebody at the gate.</summary>
    internal IReadOnlyList<BookedOrder> Closed => modes.Own;

    /// <summary>Lets somebody in, or out, if the rules have nothing against him.</summary>
    /// <param name="guard">Who answers for him.</param>
    /// <param name="lane">At which lane.</param>
    /// <param name="number">Of his paper; empty = none.</param>
    /// <param name="name">His name; empty = it is not written down.</param>
    /// <param name="phone">Likewise.</param>
    internal async Task<DeskAnswer> AdmitAsync(string guard, string? lane, string number, string name, string phone)
    {
        if (parts.Lanes.FirstOrDefault(one => one.Options.Name == lane)?.Lane is not { } open)
            return Failed(DeskSentence.NoLane);
        if (alarms.Words.Contains(AlarmWords.Emergency))
            return Failed(DeskSentence.Emergency);
        var printed = number.Length == 0 ? null : PrintedNumber.Read(number);
        if (number.Length > 0 && printed is null)
            return Failed(DeskSentence.BadNumber);
        if (name.Length > AssistedEntry.LongestName || name.Any(char.IsControl))
            return Failed(DeskSentence.BadName);
        if (!Telephone().IsMatch(phone))
            return Failed(DeskSentence.BadPhone);
        try
        {
            var answer = await open.AdmitAsync(new AssistedEntry(guard, printed)
            {
                Name = name.Length == 0 ? null : name,
                Phone = phone.Length == 0 ? null : phone,
            });
            if (answer.Outcome != Outcome.Admitted)
                return new(DeskAnswerKind.Refused, DeskSentence.Refused, answer.Reason);
            return answer.Opens ? new(DeskAnswerKind.Done, DeskSentence.Admitted) : Failed(DeskSentence.NotOpened);
        }
        catch (Exception e) when (e is GpioException or ObjectDisposedException)
        {
            return Failed(DeskSentence.NotOpened);
        }
    }

    /// <summary>Closes a lane, or all: nobody is let in there by a code.</summary>
    /// <param name="guard">Who does it.</param>
    /// <param name="lane">Empty = every lane.</param>
    /// <param name="hours">One of <see cref="Hours"/>; else the first.</param>
    internal Task<DeskAnswer> CloseAsync(string guard, string? lane, int hours)
    {
        var name = string.IsNullOrEmpty(lane) ? null : lane;
        if (name is not null && Lanes.All(one => one.Name != name))
            return Task.FromResult(Failed(DeskSentence.NoLane));
        var span = TimeSpan.FromHours(Hours.Contains(hours) ? hours : Hours[0]);
        return SoonAsync(modes.LockAsync(guard, name, span), DeskSentence.Closed);
    }

    /// <summary>Takes back what was closed here.</summary>
    internal Task<DeskAnswer> OpenAsync(string order) => SoonAsync(modes.LiftAsync(order), DeskSentence.Opened);

    private async Task<DeskAnswer> SoonAsync(Task change, DeskSentence done)
    {
        try
        {
            await change.WaitAsync(Patience, time);
            return new(DeskAnswerKind.Done, done);
        }
        catch (TimeoutException)
        {
            return Failed(DeskSentence.Slow);
        }
    }

    private static DeskAnswer Failed(DeskSentence say) => new(DeskAnswerKind.Failed, say);

    [GeneratedRegex(@"^[0-9+(). \-]{0,20}$")]
    private static partial Regex Telephone();
}
