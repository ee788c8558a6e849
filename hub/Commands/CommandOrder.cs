using CheckIn.Contract;
using CheckIn.Credentials;

namespace CheckIn.Hub.Commands;

/// <summary>A command that somebody asks for.</summary>
/// <param name="Name">One of <see cref="CommandWords"/>.</param>
/// <param name="Lane">As in <see cref="CommandMessage"/>.</param>
/// <param name="Number">Of somebody's paper, to be sent and never kept: later it is not known any more.</param>
internal sealed record CommandOrder(
    string Name, string? Lane = null, int? Seconds = null, int? Lines = null, string? Number = null)
{
    internal const int MostSeconds = 60, MostLines = 500;

    /// <summary>It concerns a lane, and must name it.</summary>
    internal bool NeedsLane => Name is CommandWords.OpenOnce or CommandWords.Admit or CommandWords.ScanTest;

    /// <summary>
    /// Whether many gates can be told at once. Opening for one person and waiting for one code happen at one lane, under
    /// somebody's eyes; what opens many is a mode.
    /// </summary>
    internal bool IsForMany => !NeedsLane;

    private bool LastsSeconds => Name is CommandWords.Identify or CommandWords.ScanTest;

    /// <summary>As it will be sent: what is not said gets its usual figure.</summary>
    /// <exception cref="CommandException">A gate would refuse it.</exception>
    internal CommandOrder Checked()
    {
        if (!CommandWords.All.Contains(Name, StringComparer.Ordinal))
            throw CommandException.NoSuchCommand(Name);
        if (Lane is { Length: 0 or > 64 } || Lane?.Any(char.IsControl) == true || (NeedsLane && Lane is null)
            || (Lane is not null && !NeedsLane && Name != CommandWords.Identify))
            throw CommandException.WrongLane(Name, NeedsLane);
        if (Seconds is not (null or (>= 1 and <= MostSeconds)) || (Seconds is not null && !LastsSeconds))
            throw CommandException.WrongSeconds(MostSeconds);
        if (Lines is not (null or (>= 1 and <= MostLines)) || (Lines is not null && Name != CommandWords.SendLogs))
            throw CommandException.WrongLines(MostLines);
        if (Number is not null && (Name != CommandWords.Admit || PrintedNumber.Read(Number) is null))
            throw CommandException.WrongNumber();
        return this with
        {
            Seconds = Seconds ?? (LastsSeconds ? 15 : null),
            Lines = Lines ?? (Name == CommandWords.SendLogs ? 200 : null),
        };
    }

    /// <summary>Its name alone: whose the number is, is for nobody to see.</summary>
    public override string ToString() => Name;
}
