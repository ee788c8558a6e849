using CheckIn.Contract;
using CheckIn.Storage;

namespace CheckIn.Bench.Admit;

/// <summary>The bytes of one row of a measured journal, for a yardstick that commits as many.</summary>
internal sealed record BareRow(long At, byte[] Fact, byte[] Sealed, byte[] Link)
{
    public static BareRow Of(ReceivedEvent measured) =>
        new(measured.At, measured.Fact.ToArray(), measured.Sealed.ToArray(), measured.Link);

    /// <summary>The newest row of a journal that is in use.</summary>
    public static BareRow Newest(string journal)
    {
        using var database = Database.OpenReader(journal);
        using var select = database.Prepare("SELECT at, fact, sealed, link FROM event ORDER BY id DESC LIMIT 1");
        return select.Step()
            ? new(select.Int64(0), select.Blob(1).ToArray(), select.Blob(2).ToArray(), select.Blob(3).ToArray())
            : throw new InvalidOperationException($"{journal} has no row to commit the like of.");
    }
}
