namespace CheckIn.Hub.Web.Registrations;

/// <summary>What the pages of places that register themselves say, in one language.</summary>
public sealed partial record RegistrationWords
{
    // For owners.
    public required string Register { get; init; }
    public required string Closed { get; init; }
    public required string ClosedNext { get; init; }
    public required string Where { get; init; }
    public required string WhereHint { get; init; }
    public required string Find { get; init; }
    public required string NotFound { get; init; }
    public required string NotFoundNext { get; init; }
    public required string MoreFound { get; init; }
    public required string With { get; init; }
    public required string Brief { get; init; }
    public required string Privacy { get; init; }
    public required string Name { get; init; }
    public required string NameHint { get; init; }
    public required string Kind { get; init; }
    public required string Address { get; init; }
    public required string AddressHint { get; init; }
    public required string Owner { get; init; }
    public required string Phone { get; init; }
    public required string PhoneHint { get; init; }
    public required string Send { get; init; }
    public required string Problems { get; init; }
    public required string Sent { get; init; }
    public required string YourCode { get; init; }
    public required string CodeWhat { get; init; }
    public required string KeepAddress { get; init; }
    public required string Approved { get; init; }
    public required string ApprovedNext { get; init; }
    public required string AskForPoster { get; init; }
    public required string Refused { get; init; }
    public required string RefusedNext { get; init; }
    public required string Expired { get; init; }
    public required string ExpiredNext { get; init; }
    public required string NoSuch { get; init; }

    // For the office.
    public required string Registrations { get; init; }
    public required string Intro { get; init; }
    public required string None { get; init; }
    public required string NoneNext { get; init; }
    public required string NoneClosed { get; init; }
    public required string Place { get; init; }
    public required string Node { get; init; }
    public required string Since { get; init; }
    public required string Look { get; init; }
    public required string How { get; init; }
    public required string Code { get; init; }
    public required string CodeHint { get; init; }
    public required string Approve { get; init; }
    public required string Refuse { get; init; }
    public required string Why { get; init; }
    public required string WhyHint { get; init; }
    public required string DoneApproved { get; init; }
    public required string DoneRefused { get; init; }
    public required string NoneWaiting { get; init; }

    /// <summary>In the language of the page's other words.</summary>
    public static RegistrationWords Of(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Language == "en" ? English : Vietnamese;
    }
}
