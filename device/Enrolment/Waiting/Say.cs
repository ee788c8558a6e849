using System.Globalization;

namespace CheckIn.Gate.Enrolment.Waiting;

/// <summary>Puts values into a sentence.</summary>
internal static class Say
{
    internal static string In(string sentence, params object?[] values) =>
        string.Format(CultureInfo.InvariantCulture, sentence, values);
}
