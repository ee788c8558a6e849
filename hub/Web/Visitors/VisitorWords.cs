using CheckIn.Hub.Visitors;

namespace CheckIn.Hub.Web.Visitors;

/// <summary>What visitors' own pages say, in one language.</summary>
public sealed partial record VisitorWords
{
    // Before it is asked.
    public required string DeclareAt { get; init; }
    public required string GoodFromTo { get; init; }
    public required string WhoGetsIt { get; init; }
    public required string GetsName { get; init; }
    public required string GetsRest { get; init; }
    public required string KeptFor { get; init; }
    public required string NotOnCode { get; init; }

    // What is asked.
    public required string ForWhom { get; init; }
    public required string ForSelf { get; init; }
    public required string ForOther { get; init; }
    public required string Name { get; init; }
    public required string NameHint { get; init; }
    public required string NameWrong { get; init; }
    public required string Phone { get; init; }
    public required string PhoneHint { get; init; }
    public required string PhoneWrong { get; init; }
    public required string Document { get; init; }
    public required string DocumentHint { get; init; }
    public required string DocumentWrong { get; init; }
    public required string Purpose { get; init; }
    public required string PurposeHint { get; init; }
    public required string PurposeWrong { get; init; }
    public required string WrongTitle { get; init; }
    public required string Declare { get; init; }

    // The visitor's own page.
    public required string YourPass { get; init; }
    public required string GetCode { get; init; }
    public required string CodeOfPass { get; init; }
    public required string Withdrawn { get; init; }
    public required string Over { get; init; }
    public required string PictureTitle { get; init; }
    public required string PictureWhat { get; init; }
    public required string PictureDo { get; init; }
    public required string PictureHow { get; init; }
    public required string SavePicture { get; init; }
    public required string PhoneTitle { get; init; }
    public required string PhoneWhat { get; init; }
    public required string PhoneDo { get; init; }
    public required string PhoneFailed { get; init; }
    public required string OtherPhone { get; init; }
    public required string Bright { get; init; }
    public required string OwnCode { get; init; }
    public required string Offline { get; init; }
    public required string ClockWrong { get; init; }
    public required string KeepLink { get; init; }
    public required string Change { get; init; }
    public required string ChangeTitle { get; init; }
    public required string ChangeWhat { get; init; }
    public required string ChangeDo { get; init; }
    public required string ChangeDone { get; init; }
    public required string BackToPass { get; init; }

    // What cannot be.
    public required string GoneTitle { get; init; }
    public required string NotNowTitle { get; init; }

    /// <summary>In the language of the page's other words.</summary>
    public static VisitorWords Of(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Language == "en" ? English : Vietnamese;
    }

    internal string WrongOf(DeclarationField field) => field switch
    {
        DeclarationField.Name => NameWrong,
        DeclarationField.Phone => PhoneWrong,
        DeclarationField.Document => DocumentWrong,
        _ => PurposeWrong,
    };
}
