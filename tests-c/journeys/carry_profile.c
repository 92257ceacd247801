/*
 * ICC profiles and EXIF from a source to a file, and colours between profiles. Sources are made by ImageMagick with
 * Debian's profiles (packages colord-data and icc-profiles-free) and exiftool; these two are the judges as well.
 */
#include "kit.h"

#include <native_color_space_manager/native_color_space_manager.h>

#define ICC "/usr/share/color/icc"

/* What exiftool shows of EXIF that has come along. */
#define TAGS "-G1 -s -Make -Artist -Orientation -UserComment -FNumber -GPSLatitude -GPSAltitude -DateTimeOriginal"
#define SET_TAGS                                                                                                  \
    "-Make=Somebody -Artist=Painter -Orientation#=6 -UserComment=commented -FNumber=2.8 -GPSLatitude=48.5 "        \
    "-GPSLatitudeRef=N -GPSAltitude=120 -DateTimeOriginal='2020:02:02 02:02:02' '-ThumbnailImage<=%s/thumbnail.jpg'"

static const struct {
    const char *mime, *ending;
    int quality;
} formats[] = {{"image/jpeg", "jpg", 92}, {"image/png", "png", 0}, {"image/webp", "webp", 100}};
enum { FORMATS = 3, WIDTH = 61, HEIGHT = 47 };

/* A small photo in a file of the folder. */
static void make_photo(void)
{
    const char *folder = kit_folder();
    CHECK_EQ(judge_run(NULL, 0, CONVERT " %s/seeding.jpg -resize %dx%d! -strip PNG24:%s/photo.png", TEST_IMAGES, WIDTH,
                 HEIGHT, folder), 0);
    CHECK_EQ(judge_run(NULL, 0, CONVERT " %s/photo.png -resize 16x12! -strip %s/thumbnail.jpg", folder, folder), 0);
}

/* The photo in a format, with a profile and EXIF. */
static struct bytes make_source(const char *ending, const char *profile)
{
    static char name[64];
    const char *folder = kit_folder();
    snprintf(name, sizeof name, "source.%s", ending);
    CHECK_EQ(judge_run(NULL, 0, CONVERT " %s/photo.png -profile %s/%s.icc -quality 95 %s/%s", folder, ICC, profile,
                 folder, name), 0);
    CHECK_EQ(judge_run(NULL, 0, "exiftool -q -q -overwrite_original " SET_TAGS " %s/%s", folder, folder, name), 0);
    return kit_read(kit_path(name));
}

/* Whether the file holds exactly this profile, by exiftool. */
static void expect_profile(const char *what, struct bytes file, const char *ending, const char *profile)
{
    char name[64];
    snprintf(name, sizeof name, "packed.%s", ending);
    kit_write(kit_path(name), file);
    int status = judge_run(NULL, 0, "exiftool -b -ICC_Profile %s/%s > %s/found.icc && cmp %s/found.icc %s/%s.icc",
        kit_folder(), name, kit_folder(), kit_folder(), ICC, profile);
    if (!check_report(status == 0, __FILE__, __LINE__, what))
        fprintf(stderr, ": %s has another profile than %s\n", name, profile);
}

/* Where the file's EXIF lies, and whether exiftool finds in it what the source has. */
static void expect_exif(const char *what, struct bytes file, const char *ending, bool wanted)
{
    char name[64], text[4096];
    snprintf(name, sizeof name, "packed.%s", ending);
    kit_write(kit_path(name), file);
    if (wanted) {
        int status = judge_run(NULL, 0,
            "cd %s && exiftool %s source.png > a && exiftool %s %s > b && cmp a b && test -s a && "
            "exiftool -b -ThumbnailImage %s | cmp - thumbnail.jpg && "
            "! exiftool -validate -warning -a -s3 %s | grep -Evq 'OK|Warnings|Missing required'",
            kit_folder(), TAGS, TAGS, name, name, name);
        if (!check_report(status == 0, __FILE__, __LINE__, what))
            fprintf(stderr, ": EXIF of %s is not that of the source\n", name);
    } else {
        CHECK_EQ(judge_run(text, sizeof text, "exiftool -EXIF:All %s/%s", kit_folder(), name), 0);
        if (!check_report(text[0] == 0, __FILE__, __LINE__, what))
            fprintf(stderr, ": %s has EXIF: %s\n", name, text);
    }
    int segments = 0;
    if (strcmp(ending, "jpg") == 0) {
        static const uint8_t head[] = {0xff, 0xd8, 0xff, 0xe1}, tail[] = {'E', 'x', 'i', 'f', 0, 0};
        for (size_t at = 0; at + 6 < file.size; at++)
            segments += memcmp(file.data + at, tail, 6) == 0;
        CHECK(!wanted || (memcmp(file.data, head, 4) == 0 && memcmp(file.data + 6, tail, 6) == 0));
    } else if (strcmp(ending, "png") == 0) {
        for (size_t at = 0; at + 4 < file.size; at++)
            segments += memcmp(file.data + at, "eXIf", 4) == 0;
        CHECK(!wanted || memcmp(file.data + 37, "eXIf", 4) == 0);
    } else {
        for (size_t at = 0; at + 4 < file.size; at++)
            segments += memcmp(file.data + at, "EXIF", 4) == 0;
        CHECK(!wanted || (memcmp(file.data + 12, "VP8X", 4) == 0 && (file.data[20] & 0x08)));
    }
    CHECK_EQ(segments, wanted);
}

/* Packs one of the two, with EXIF or without. */
static struct bytes pack(OH_ImageSourceNative *source, OH_PixelmapNative *map, int format, bool properties)
{
    OH_PackingOptions *options = kit_options(formats[format].mime, (uint32_t)formats[format].quality);
    struct bytes file = {malloc(MIB), MIB};
    CHECK_EQ(OH_PackingOptions_SetNeedsPackProperties(options, properties), IMAGE_SUCCESS);
    int code = source
        ? OH_ImagePackerNative_PackToDataFromImageSource(kit_packer(), options, source, file.data, &file.size)
        : OH_ImagePackerNative_PackToDataFromPixelmap(kit_packer(), options, map, file.data, &file.size);
    CHECK_EQ(code, IMAGE_SUCCESS);
    CHECK_EQ(OH_PackingOptions_Release(options), IMAGE_SUCCESS);
    return file;
}

static OH_PixelmapNative *decode(OH_ImageSourceNative *source, int32_t space)
{
    OH_DecodingOptions *options = NULL;
    OH_PixelmapNative *map = NULL;
    CHECK_EQ(OH_DecodingOptions_Create(&options), IMAGE_SUCCESS);
    if (space)
        CHECK_EQ(OH_DecodingOptions_SetDesiredColorSpace(options, space), IMAGE_SUCCESS);
    CHECK_EQ(OH_ImageSourceNative_CreatePixelmap(source, options, &map), IMAGE_SUCCESS);
    CHECK_EQ(OH_DecodingOptions_Release(options), IMAGE_SUCCESS);
    return map;
}

static int32_t space_of(OH_PixelmapNative *map)
{
    OH_NativeColorSpaceManager *space = NULL;
    CHECK_EQ(OH_PixelmapNative_GetColorSpaceNative(map, &space), IMAGE_SUCCESS);
    int32_t name = OH_NativeColorSpaceManager_GetColorSpaceName(space);
    OH_NativeColorSpaceManager_Destroy(space);
    return name;
}

/* From every format to every format, by a PixelMap and straight from the source. */
static void carried(void)
{
    for (int from = 0; from < FORMATS; from++) {
        struct bytes file = make_source(formats[from].ending, "colord/ProPhotoRGB");
        if (from != 1) /* the judges compare with this one */
            free(make_source("png", "colord/ProPhotoRGB").data);
        OH_ImageSourceNative *source = kit_source(file);
        OH_PixelmapNative *map = decode(source, 0), *clone = NULL;
        CHECK_EQ(OH_PixelmapNative_Clone(map, &clone), IMAGE_SUCCESS);
        for (int to = 0; to < FORMATS; to++) {
            char what[64];
            snprintf(what, sizeof what, "%s to %s", formats[from].ending, formats[to].ending);
            for (int by_map = 0; by_map < 2; by_map++) {
                for (int properties = 0; properties < 2; properties++) {
                    struct bytes packed = pack(by_map ? NULL : source, map, to, properties);
                    expect_profile(what, packed, formats[to].ending, "colord/ProPhotoRGB");
                    expect_exif(what, packed, formats[to].ending, properties);
                    free(packed.data);
                }
            }
            /* A clone has the colours, but not the EXIF. */
            struct bytes packed = pack(NULL, clone, to, true);
            expect_profile(what, packed, formats[to].ending, "colord/ProPhotoRGB");
            expect_exif(what, packed, formats[to].ending, false);
            free(packed.data);
        }
        CHECK_EQ(OH_PixelmapNative_Destroy(&clone), IMAGE_SUCCESS);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
        CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
        free(file.data);
    }
}

/* Another colour space makes another profile. */
static void replaced(void)
{
    struct bytes file = make_source("png", "colord/ProPhotoRGB");
    OH_ImageSourceNative *source = kit_source(file);
    OH_PixelmapNative *map = decode(source, 0), *converted = decode(source, 3);
    OH_NativeColorSpaceManager *space = OH_NativeColorSpaceManager_CreateFromName(DISPLAY_P3);
    CHECK_EQ(OH_PixelmapNative_SetColorSpaceNative(map, space), IMAGE_SUCCESS);
    OH_NativeColorSpaceManager_Destroy(space);
    for (int to = 0; to < FORMATS; to++) {
        for (int i = 0; i < 2; i++) {
            char text[256], name[64];
            struct bytes packed = pack(NULL, i ? map : converted, to, true);
            snprintf(name, sizeof name, "p3.%s", formats[to].ending);
            kit_write(kit_path(name), packed);
            CHECK_EQ(judge_run(text, sizeof text, "exiftool -s3 -ProfileDescription %s/%s", kit_folder(), name), 0);
            CHECK_STR(text, "Display P3\n");
            expect_exif("another space", packed, formats[to].ending, true);
            free(packed.data);
        }
    }
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    CHECK_EQ(OH_PixelmapNative_Destroy(&converted), IMAGE_SUCCESS);
    CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
    free(file.data);
}

/* Profiles by what they describe, and their colours in sRGB as Little CMS has them. */
static void recognised(void)
{
    static const struct {
        const char *profile;
        int32_t name;
        int most; /* steps from Little CMS */
    } rows[] = {
        {"colord/sRGB", SRGB, 0},
        {"sRGB", SRGB, 1},
        {"colord/AdobeRGB1998", ADOBE_RGB, 1},
        {"compatibleWithAdobeRGB1998", ADOBE_RGB, 1},
        {"colord/Rec709", BT709, 1},
        {"colord/ProPhotoRGB", CUSTOM, 2},
        {"colord/AppleRGB", CUSTOM, 1},
        {"colord/WideGamutRGB", CUSTOM, 2},
        {"colord/SwappedRedAndGreen", CUSTOM, 1},
        {"LStar-RGB", SRGB, 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct bytes file = make_source("png", rows[i].profile);
        OH_ImageSourceNative *source = kit_source(file);
        OH_PixelmapNative *map = decode(source, 0);
        if (!check_report(space_of(map) == rows[i].name, __FILE__, __LINE__, rows[i].profile))
            fprintf(stderr, ": got %d, expected %d\n", space_of(map), rows[i].name);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
        map = decode(source, SRGB);
        CHECK_EQ(space_of(map), SRGB);
        struct bytes pixels = kit_pixels(map);
        CHECK_EQ(judge_run(NULL, 0,
                     CONVERT " %s/source.png -intent relative -profile %s/colord/sRGB.icc -strip PNG24:%s/srgb.png",
                     kit_folder(), ICC, kit_folder()), 0);
        struct judged expected = judge_convert(kit_path("srgb.png"), WIDTH, HEIGHT);
        int worst = judge_difference(pixels.data, expected.rgba, (size_t)WIDTH * HEIGHT * 4);
        if (!check_report(worst <= rows[i].most, __FILE__, __LINE__, rows[i].profile))
            fprintf(stderr, ": %d steps from Little CMS\n", worst);
        judged_free(&expected);
        free(pixels.data);
        CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
        CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
        free(file.data);
    }
}

/* A photo that is grey with a profile of colours stays one of colours; sRGB is said in PNG's own chunk. */
static void grey(void)
{
    const char *folder = kit_folder();
    static const char *const profiles[] = {"colord/AdobeRGB1998", "colord/sRGB"};
    for (int i = 0; i < 2; i++) {
        CHECK_EQ(judge_run(NULL, 0,
                     CONVERT " %s/photo.png -colorspace Gray -colorspace sRGB -profile %s/%s.icc PNG24:%s/grey.png",
                     folder, ICC, profiles[i], folder), 0);
        struct bytes file = kit_read(kit_path("grey.png"));
        OH_ImageSourceNative *source = kit_source(file);
        struct bytes packed = pack(source, NULL, 1, false);
        struct judged image = judge_png(packed);
        CHECK_EQ((packed.data[25] & 2) == 0, i); /* colour types 2, 3 and 6 are of red, green and blue */
        CHECK_EQ(image.warnings, 0);
        judged_free(&image);
        if (i == 0)
            expect_profile("grey", packed, "png", profiles[i]);
        kit_write(kit_path("packed.png"), packed);
        CHECK_EQ(judge_run(NULL, 0, "exiftool -PNG:SRGBRendering %s/packed.png | grep -q .", folder) == 0, i);
        free(packed.data);
        CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
        free(file.data);
    }
}

/* A profile of grey goes with greys, and becomes one of three channels elsewhere. */
static void grey_profile(const char *type)
{
    const char *folder = kit_folder();
    char text[256];
    snprintf(text, sizeof text, "gray.%s", type);
    CHECK_EQ(judge_run(NULL, 0, CONVERT " %s/photo.png -colorspace Gray -profile %s/Gray.icc %s/%s", folder, ICC, folder,
                 text), 0);
    struct bytes file = kit_read(kit_path(text));
    OH_ImageSourceNative *source = kit_source(file);
    OH_PixelmapNative *map = decode(source, 0);
    struct bytes packed = pack(source, NULL, 1, false);
    struct judged image = judge_png(packed);
    CHECK(image.channels == 1);
    judged_free(&image);
    int32_t name = space_of(map);
    if (name != SRGB)
        expect_profile("a profile of grey", packed, "png", "Gray");
    free(packed.data);
    packed = pack(source, NULL, 0, false);
    kit_write(kit_path("packed.jpg"), packed);
    CHECK_EQ(judge_run(text, sizeof text, "exiftool -s3 -ColorSpaceData %s/packed.jpg", folder), 0);
    CHECK_STR(text, "RGB\n");
    free(packed.data);
    CHECK_EQ(OH_PixelmapNative_Destroy(&map), IMAGE_SUCCESS);
    CHECK_EQ(OH_ImageSourceNative_Release(source), IMAGE_SUCCESS);
    free(file.data);
}

int main(void)
{
    make_photo();
    carried();
    replaced();
    recognised();
    grey();
    grey_profile("png");
    grey_profile("jpg");
    return kit_done();
}
