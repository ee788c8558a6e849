namespace CheckIn.Hub.Sites;

/// <summary>Weekly hours, such as <c>Mo-Fr 07:00-11:30,13:00-17:00; Sa 07:00-11:30; PH off</c>.</summary>
public sealed record OpeningHours(string Text)
{
    /// <exception cref="FormatException">It is none; the message says where.</exception>
    public static OpeningHours Parse(string text) => throw new NotImplementedException();
}
