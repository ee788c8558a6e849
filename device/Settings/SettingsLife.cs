using System.Text.Json.Nodes;
using CheckIn.Contract;

namespace CheckIn.Gate.Settings;

/// <summary>
/// The hub's settings from one life of the gate to the next. A life that begins takes up the trial that was asked for, and
/// what a crash left of one is gone with it. One that fails in a trial, be it at the first option or in the middle, is
/// followed by one with what held before; and settings that stay but do not fit this program, because it was changed or
/// somebody at the gate says something that does not go with them, are left out as long as that is so. The hub's settings
/// never keep a gate from starting.
/// </summary>
internal sealed class SettingsLife(string[] args, Action<HostApplicationBuilder> compose)
{
    internal const string ByFile = "file";
    internal const string ByHub = "hub";
    private readonly SettingsExamination _examination = new(args, compose);
    private SettingsBook? _book;
    private long? _unfit;
    private long? _before;

    /// <summary>What a life has to know of it; null before the first has begun.</summary>
    internal SettingsBook Book => _book ?? throw new InvalidOperationException("No life has begun.");

    internal SettingsExamination Examination => _examination;

    /// <summary>Of the hub, in this life; null = none.</summary>
    internal HubSettings? InForce { get; private set; }

    /// <summary>Why those that stay are left out for now; null = they are not.</summary>
    internal IReadOnlyList<SettingsError>? Unfit { get; private set; }

    /// <summary>Who changed them, if this life has others than the one before.</summary>
    internal string ChangedBy { get; private set; } = ByFile;

    /// <summary>Whether those in force are on trial.</summary>
    internal bool IsOnTrial => _book is { State.Trial.Begun: true };

    /// <summary>A life begins.</summary>
    /// <param name="serves">Whether it has lanes; one that has not tries nothing.</param>
    /// <returns>Its settings.</returns>
    internal HostApplicationBuilder Begin(bool serves)
    {
        // Read anew: meanwhile the gate may have been enrolled, or wiped.
        _book = new SettingsBook(SettingsStore.Of(args));
        var before = _book.State;
        if (serves)
            Start(_book);
        var state = _book.State;
        InForce = SettingsSteps.InForce(state);
        if (Unfit is not null && InForce?.Version == _unfit)
            InForce = null;
        else
            Unfit = null;
        var version = InForce?.Version ?? 0;
        ChangedBy = version != (_before ?? version) || !ReferenceEquals(before, state) ? ByHub : ByFile;
        _before = version;
        return SettingsRegistration.CreateBuilder(args, InForce);
    }

    /// <summary>Others are in force from now on that change nothing but the number.</summary>
    /// <exception cref="IOException">It cannot be written; nothing has changed.</exception>
    internal void TakenUp(long version, JsonObject values)
    {
        InForce = Book.Change(state => SettingsSteps.Taken(state, version, values)).Applied;
        _before = version;
    }

    /// <summary>
    /// The gate did not start: whether the next life is to go on with what held before, or without what does not fit.
    /// False = it is not the hub's settings' fault.
    /// </summary>
    internal bool GoesBack(Exception failure)
    {
        if (GoesBackOnTrial(failure))
            return true;
        if (InForce is null || !SettingsProblems.AreMeant(failure))
            return false;
        (Unfit, _unfit) = (ProblemsOf(failure), InForce.Version);
        return true;
    }

    /// <summary>The gate failed: whether that was a trial, so that the next life is to go on with what held before.</summary>
    internal bool GoesBackOnTrial(Exception failure)
    {
        if (_book is not { State.Trial.Begun: true } book)
            return false;
        var problems = ProblemsOf(failure);
        book.ChangeAnyway(state => SettingsSteps.Reverted(state, problems));
        return true;
    }

    private IReadOnlyList<SettingsError> ProblemsOf(Exception failure) =>
        SettingsProblems.Of(failure, HubLayer.LanesOf(SettingsRegistration.ReadOthers(args)));

    /// <summary>The gate was stopped as it should be, which ends no trial.</summary>
    internal void Stopped()
    {
        if (IsOnTrial)
            Book.ChangeAnyway(SettingsSteps.Stopped);
    }

    /// <summary>A trial that cannot be written down is not begun: after a power cut nobody would know of it.</summary>
    private static void Start(SettingsBook book)
    {
        try
        {
            book.Change(SettingsSteps.Start);
        }
        catch (IOException e)
        {
            book.ChangeAnyway(state => SettingsSteps.Reverted(
                state, [new SettingsError("", SettingsProblems.Of("Nothing could be written: " + e.Message, []).Problem)]));
        }
    }
}
