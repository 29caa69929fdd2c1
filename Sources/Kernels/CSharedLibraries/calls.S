// For the linker, each function of functions.h: a jump to where it is, which at first is where it gets found. In assembly
// because C cannot pass on the arguments of a function that it does not know.

#define LIBRARY(name, file, package, before)
#define DATA(library, name)

    .text

#if defined(__x86_64__)
#define FUNCTION(library, name) \
    .globl name; .hidden name; .type name, @function; \
    name: jmp *velibcorr_entry_##name(%rip); \
    .globl velibcorr_find_##name; .hidden velibcorr_find_##name; \
    velibcorr_find_##name: leaq velibcorr_entry_##name(%rip), %r11; jmp find
#include "functions.h"

    // Calls velibcorr_found with the entry in r11 and jumps to what it returns, with all arguments as they were (System V
    // ABI, AMD64 3.2.3).
find:
    pushq %rdi
    pushq %rsi
    pushq %rdx
    pushq %rcx
    pushq %r8
    pushq %r9
    pushq %rax
    subq $128, %rsp
    movups %xmm0, (%rsp)
    movups %xmm1, 16(%rsp)
    movups %xmm2, 32(%rsp)
    movups %xmm3, 48(%rsp)
    movups %xmm4, 64(%rsp)
    movups %xmm5, 80(%rsp)
    movups %xmm6, 96(%rsp)
    movups %xmm7, 112(%rsp)
    movq %r11, %rdi
    call velibcorr_found
    movq %rax, %r11
    movups (%rsp), %xmm0
    movups 16(%rsp), %xmm1
    movups 32(%rsp), %xmm2
    movups 48(%rsp), %xmm3
    movups 64(%rsp), %xmm4
    movups 80(%rsp), %xmm5
    movups 96(%rsp), %xmm6
    movups 112(%rsp), %xmm7
    addq $128, %rsp
    popq %rax
    popq %r9
    popq %r8
    popq %rcx
    popq %rdx
    popq %rsi
    popq %rdi
    jmp *%r11

#elif defined(__aarch64__)
#define FUNCTION(library, name) \
    .globl name; .hidden name; .type name, %function; \
    name: adrp x16, velibcorr_entry_##name; ldr x17, [x16, :lo12:velibcorr_entry_##name]; br x17; \
    .globl velibcorr_find_##name; .hidden velibcorr_find_##name; \
    velibcorr_find_##name: adrp x16, velibcorr_entry_##name; add x16, x16, :lo12:velibcorr_entry_##name; b find
#include "functions.h"

    // The same with the entry in x16 (AAPCS64 6.8.2).
find:
    stp x29, x30, [sp, #-224]!
    stp x0, x1, [sp, #16]
    stp x2, x3, [sp, #32]
    stp x4, x5, [sp, #48]
    stp x6, x7, [sp, #64]
    str x8, [sp, #80]
    stp q0, q1, [sp, #96]
    stp q2, q3, [sp, #128]
    stp q4, q5, [sp, #160]
    stp q6, q7, [sp, #192]
    mov x0, x16
    bl velibcorr_found
    mov x17, x0
    ldp x0, x1, [sp, #16]
    ldp x2, x3, [sp, #32]
    ldp x4, x5, [sp, #48]
    ldp x6, x7, [sp, #64]
    ldr x8, [sp, #80]
    ldp q0, q1, [sp, #96]
    ldp q2, q3, [sp, #128]
    ldp q4, q5, [sp, #160]
    ldp q6, q7, [sp, #192]
    ldp x29, x30, [sp], #224
    br x17
#endif

    .section .note.GNU-stack, "", %progbits
