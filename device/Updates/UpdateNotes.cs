using CheckIn.Contract;
using CheckIn.Gate.Lanes;
using CheckIn.Updates;

namespace CheckIn.Gate.Updates;

/// <summary>What became of an update is an operation in the journal, once.</summary>
internal static class UpdateNotes
{
    private const string ByHub = "hub";

    /// <summary>Records what is not recorded yet. A crash in between records it twice rather than never.</summary>
    internal static void Record(UpdateBook book, EventRecorder recorder)
    {
        if (book.State.News is not { Noted: false } news || WordOf(news.State) is not { } word)
            return;
        var result = $"{news.Version} (release {news.Release})";
        recorder.Operation(word, ByHub, news.Why is null ? result : $"{result}: {news.Why}");
        book.Change(state => state with { News = news with { Noted = true, Heard = state.News?.Heard ?? false } });
    }

    private static string? WordOf(string state) => state switch
    {
        UpdateStates.Confirmed => OperationWords.UpdateConfirmed,
        UpdateStates.RolledBack => OperationWords.UpdateRolledBack,
        UpdateStates.Refused => OperationWords.UpdateRefused,
        _ => null,
    };
}
