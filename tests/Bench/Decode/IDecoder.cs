using CheckIn.Gate.Scanning.Pictures;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Bench.Decode;

/// <summary>A code as a decoder gave it.</summary>
internal sealed record ReadCode(byte[] Bytes, string Text);

/// <summary>A picture read by a decoder.</summary>
/// <param name="Ms">The shortest of three calls: whatever else the machine does can only prolong one.</param>
/// <param name="Bytes">Managed memory that the last call allocated; null where that cannot be known.</param>
/// <param name="Stage">How far our reader came; null for peers.</param>
internal sealed record Reading(IReadOnlyList<ReadCode> Codes, double Ms, long? Bytes = null, ReadStage? Stage = null);

/// <summary>A QR decoder that is measured.</summary>
internal interface IDecoder
{
    /// <summary>As it stands in the rows.</summary>
    string Name { get; }

    Reading Read(LuminancePicture picture, ReadEffort effort);
}
