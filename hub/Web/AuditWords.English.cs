namespace CheckIn.Hub.Web;

public sealed partial record AuditWords
{
    public static AuditWords English { get; } = new()
    {
        Audit = "Audit",
        Intro = "Who did what, and what came of it. Rows are only ever added; each is linked to the one before, and the "
            + "hub seals the chain.",
        Who = "Who",
        From = "From where",
        What = "What",
        Subject = "To what",
        Place = "Place",
        When = "When",
        Outcome = "Outcome",
        Detail = "More",
        Day = "Day",
        Everyone = "any",
        Csv = "CSV",
        Empty = "Nothing has been done yet.",
        EmptyNext = "What anybody does from now on stands here.",
        Broken = "The audit is not as it was written: {0}.",
        BrokenNext = "Keep the database as it is, and have somebody else look at it. On the hub's machine, checkin-hub "
            + "audit verify lists all that is wrong.",
        Whole = "No fault was found in the chain.",
        WholeHub = "the whole hub",
        Older = "Older",
    };
}
