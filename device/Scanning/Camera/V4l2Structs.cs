using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CheckIn.Gate.Scanning.Camera;

/// <summary>
/// The structures of linux/videodev2.h that a capture needs, as a 64-bit kernel lays them out. Unions are given as the
/// members used here, at their offsets; reserved fields stay zero, as the kernel asks.
/// </summary>
internal static unsafe class V4l2Structs
{
    [StructLayout(LayoutKind.Sequential)]
    internal struct Capability
    {
        internal fixed byte Driver[16];
        internal fixed byte Card[32];
        internal fixed byte BusInfo[32];
        internal uint Version;
        internal uint Capabilities;
        internal uint DeviceCapabilities;
        private fixed uint _reserved[3];
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct FormatDescription
    {
        internal uint Index;
        internal uint Type;
        internal uint Flags;
        internal fixed byte Description[32];
        internal uint PixelFormat;
        internal uint BusCode;
        private fixed uint _reserved[3];
    }

    /// <summary>Discrete: the minimum alone counts.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct FrameSize
    {
        internal uint Index;
        internal uint PixelFormat;
        internal uint Type;
        internal uint First; // discrete: width; else the smallest width
        internal uint Second; // discrete: height; else the largest width
        internal uint StepWidth;
        internal uint MinHeight;
        internal uint MaxHeight;
        internal uint StepHeight;
        private fixed uint _reserved[2];
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Fraction
    {
        internal uint Numerator;
        internal uint Denominator;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct FrameInterval
    {
        internal uint Index;
        internal uint PixelFormat;
        internal uint Width;
        internal uint Height;
        internal uint Type;
        internal Fraction Shortest; // discrete: the interval
        internal Fraction Longest;
        internal Fraction Step;
        private fixed uint _reserved[2];
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct PixelFormat
    {
        internal uint Width;
        internal uint Height;
        internal uint FourCc;
        internal uint Field;
        internal uint BytesPerLine;
        internal uint SizeImage;
        internal uint ColorSpace;
        internal uint Private;
        internal uint Flags;
        internal uint Encoding;
        internal uint Quantization;
        internal uint TransferFunction;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    internal struct PlaneFormat
    {
        internal uint SizeImage;
        internal uint BytesPerLine;
        private fixed ushort _reserved[6];
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    internal struct PlanarFormat
    {
        internal uint Width;
        internal uint Height;
        internal uint FourCc;
        internal uint Field;
        internal uint ColorSpace;
        internal Planes8 Planes;
        internal byte PlaneCount;
        internal byte Flags;
        internal byte Encoding;
        internal byte Quantization;
        internal byte TransferFunction;
        private fixed byte _reserved[7];
    }

    [InlineArray(MaxPlanes)]
    internal struct Planes8
    {
        private PlaneFormat _first;
    }

    [StructLayout(LayoutKind.Explicit, Size = 208)]
    internal struct Format
    {
        [FieldOffset(0)] internal uint Type;
        [FieldOffset(8)] internal PixelFormat Single;
        [FieldOffset(8)] internal PlanarFormat Planar;
    }

    [StructLayout(LayoutKind.Explicit, Size = 204)]
    internal struct StreamParameters
    {
        [FieldOffset(0)] internal uint Type;
        [FieldOffset(4)] internal uint Capability;
        [FieldOffset(8)] internal uint Mode;
        [FieldOffset(12)] internal Fraction TimePerFrame;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct RequestBuffers
    {
        internal uint Count;
        internal uint Type;
        internal uint Memory;
        internal uint Capabilities;
        private readonly uint _flagsAndReserved;
    }

    [StructLayout(LayoutKind.Explicit, Size = 64)]
    internal struct Plane
    {
        [FieldOffset(0)] internal uint BytesUsed;
        [FieldOffset(4)] internal uint Length;
        [FieldOffset(8)] internal uint MemoryOffset;
        [FieldOffset(16)] internal uint DataOffset;
    }

    [StructLayout(LayoutKind.Explicit, Size = 88)]
    internal struct Buffer
    {
        [FieldOffset(0)] internal uint Index;
        [FieldOffset(4)] internal uint Type;
        [FieldOffset(8)] internal uint BytesUsed;
        [FieldOffset(12)] internal uint Flags;
        [FieldOffset(16)] internal uint Field;
        [FieldOffset(24)] internal long Seconds;
        [FieldOffset(32)] internal long Microseconds;
        [FieldOffset(56)] internal uint Sequence;
        [FieldOffset(60)] internal uint Memory;
        [FieldOffset(64)] internal uint MemoryOffset;
        [FieldOffset(64)] internal Plane* Planes;
        [FieldOffset(72)] internal uint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct QueryControl
    {
        internal uint Id;
        internal uint Type;
        internal fixed byte Name[32];
        internal int Minimum;
        internal int Maximum;
        internal int Step;
        internal int Default;
        internal uint Flags;
        private fixed uint _reserved[2];
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    internal struct QueryMenu
    {
        internal uint Id;
        internal uint Index;
        internal fixed byte Name[32];
        private readonly uint _reserved;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    internal struct ExtendedControl
    {
        internal uint Id;
        internal uint Size;
        private readonly uint _reserved;
        internal long Value; // a 32-bit control's value are its lower half
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct ExtendedControls
    {
        internal uint Which;
        internal uint Count;
        internal uint ErrorIndex;
        internal int RequestFd;
        private readonly uint _reserved;
        internal ExtendedControl* Controls;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Input
    {
        internal uint Index;
        internal fixed byte Name[32];
        internal uint Type;
        internal uint AudioSet;
        internal uint Tuner;
        internal ulong Standard;
        internal uint Status;
        internal uint Capabilities;
        private fixed uint _reserved[3];
    }

    internal const int MaxPlanes = 8;
}
