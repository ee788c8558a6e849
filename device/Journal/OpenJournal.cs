using CheckIn.Gate.Journal.Salvage;
using CheckIn.Storage;
using Microsoft.Extensions.Logging;

namespace CheckIn.Gate.Journal;

/// <summary>The journal's file while it is open: the writing connection, its statements, and where it stood.</summary>
internal sealed class OpenJournal : IDisposable
{
    private OpenJournal(Database database, JournalTransaction transaction, JournalState state) =>
        (Database, Transaction, State) = (database, transaction, state);

    internal Database Database { get; }

    internal JournalTransaction Transaction { get; }

    /// <summary>Where the journal stood when it was opened.</summary>
    internal JournalState State { get; }

    /// <summary>Opens the journal, or what can be salvaged of it.</summary>
    /// <exception cref="JournalException">A newer program wrote it, or what is left of it cannot be salvaged.</exception>
    /// <exception cref="DatabaseException">It cannot be opened, for a reason that is no damage.</exception>
    internal static OpenJournal Open(string path, JournalBounds bounds, ILogger logger)
    {
        var salvage = new JournalSalvage(path, bounds, logger);
        salvage.Finish();
        if (salvage.Examine() is { } damage)
            salvage.Run(damage, null);
        try
        {
            return OpenFile(path, bounds);
        }
        catch (Exception e) when (JournalDamageException.In(e) is { } found)
        {
            return Salvage(path, bounds, found, null, logger);
        }
    }

    /// <summary>Salvages a journal found damaged, and opens the new file.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="bounds">Its bounds.</param>
    /// <param name="damage">What was found.</param>
    /// <param name="known">Where the journal stood, if it was in use.</param>
    /// <param name="logger">Where to tell.</param>
    internal static OpenJournal Salvage(
        string path, JournalBounds bounds, JournalDamageException damage, JournalState? known, ILogger logger)
    {
        new JournalSalvage(path, bounds, logger).Run(damage, known);
        return OpenFile(path, bounds);
    }

    /// <summary>Leaves a damaged file as it is.</summary>
    internal void Abandon()
    {
        Transaction.Dispose();
        Database.Abandon();
    }

    public void Dispose()
    {
        Transaction.Dispose();
        Database.Dispose();
    }

    private static OpenJournal OpenFile(string path, JournalBounds bounds)
    {
        var database = Database.OpenWriter(path);
        try
        {
            JournalSchema.Migrate(database, path);
            bounds.Impose(database);
            var state = JournalSchema.ReadState(database);
            EpochNames.Check(path, state);
            var transaction = new JournalTransaction(
                database, new JournalAge(bounds.Clock, bounds.Boot, database), state, bounds);
            return new OpenJournal(database, transaction, state);
        }
        catch
        {
            database.Abandon();
            throw;
        }
    }
}
