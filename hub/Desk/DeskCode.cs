using System.Text;
using CheckIn.Credentials;
using CheckIn.Passes;

namespace CheckIn.Hub.Desk;

/// <summary>From what somebody at a service desk scans or types to the subjects by which gates may know him. Pure.</summary>
internal static class DeskCode
{
    /// <summary>One or two: a citizen's card and another code may carry the same number.</summary>
    /// <exception cref="DeskException">It is none that stands for anybody.</exception>
    internal static IReadOnlyList<string> SubjectsOf(string text, PassTrust trust, DateTimeOffset now)
    {
        var code = Encoding.UTF8.GetBytes(text.Trim());
        if (code.Length is 0 or > CredentialReader.MaxBytes)
            throw DeskException.NoCode();
        if (PrintedNumber.Read(text) is { } number)
            return Of(number);
        var credential = CredentialReader.Read(code);
        var subject = credential.Kind == CredentialKind.Pass
            // Whether it is good now is another question: with a known signature it says who came in.
            ? PassReader.Read(code, trust, now, null).Pass?.Subject : credential.Subject;
        return subject is null ? throw DeskException.NoCode() : Of(subject);
    }

    private static IReadOnlyList<string> Of(string subject)
    {
        var colon = subject.IndexOf(':');
        var isCitizen = subject[..colon] is "cccd" or "document";
        return isCitizen && PrintedNumber.Read(subject.AsSpan(colon + 1)) is { Kind: NumberKind.Cccd } number
            ? Of(number) : [subject];
    }

    private static IReadOnlyList<string> Of(PrintedNumber number) =>
        number.Other is { } other ? [number.Subject, other] : [number.Subject];
}
