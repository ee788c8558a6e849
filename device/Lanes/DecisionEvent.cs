using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Gate.Admission;
using CheckIn.Gate.Keys;

namespace CheckIn.Gate.Lanes;

/// <summary>
/// A decision as an event. Nothing in it names anybody: the subject is a keyed tag, the personal fields are sealed. Of a
/// code that was not understood it keeps a keyed hash, the length and the class of its beginning; of one of enrolment its
/// kind alone. Of somebody without a code it says who answers for him instead.
/// </summary>
internal static class DecisionEvent
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static EventDraft Draft(EventStamp stamp, ReadOnlySpan<byte> code, ShownCode shown, Decision decision, GateKeys keys)
    {
        var credential = shown.Credential;
        var tag = keys.TagOf(shown.Subject);
        var sealedPart = credential.Personal.Count > 0 ? keys.Seal(PersonalJson(credential)) : null;
        var shape = credential.Kind == CredentialKind.Unknown && shown.Operator is null ? Shape(code) : null;
        return stamp.Draft(EventKinds.Decision, json =>
        {
            json.WriteString("outcome"u8, decision.Outcome == Outcome.Admitted ? "admitted"u8 : "refused"u8);
            json.WriteString("reason"u8, decision.Reason);
            if (shown.Operator is { } answers)
                json.WriteString("operator"u8, answers);
            else
                json.WriteString("credential"u8, NameOf(credential.Kind));
            if (decision.Category is not null)
                json.WriteString("category"u8, decision.Category);
            if (decision.Noted is not null)
                json.WriteString("noted"u8, decision.Noted);
            if (shape is not null)
            {
                json.WriteString("shape"u8, shape);
                json.WriteNumber("length"u8, credential.Length);
            }
            json.WriteString("tag"u8, tag.Tag);
            json.WriteString("tag_day"u8, tag.Day);
            if (sealedPart is not null)
                json.WriteString("sealed_hash"u8, sealedPart.Hash);
        }, sealedPart?.Json ?? default);
    }

    /// <summary>The kind's word in events, on pages and in traces.</summary>
    internal static string NameOf(CredentialKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    /// <summary>Whom it stands for; of a code that names nobody its hash. One of enrolment is a secret: all of them look the same here.</summary>
    internal static string SubjectOf(ReadOnlySpan<byte> code, Credential credential) => credential.Subject
        ?? (credential.Kind == CredentialKind.EnrolmentCode
            ? "code:enrolment" : "code:" + Convert.ToHexStringLower(SHA256.HashData(code)));

    private static ReadOnlySpan<byte> PersonalJson(Credential credential)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(bytes, Plain);
        json.WriteStartObject();
        foreach (var (name, value) in credential.Personal)
            json.WriteString(name, value);
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan;
    }

    private static string Shape(ReadOnlySpan<byte> code)
    {
        if (code.StartsWith("http://"u8) || code.StartsWith("https://"u8))
            return "url";
        if (code.StartsWith("HC1:"u8))
            return "hc1";
        if (code.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
            return "digits";
        return code.IndexOfAnyInRange((byte)0, (byte)0x1f) >= 0 ? "binary" : "text";
    }
}
